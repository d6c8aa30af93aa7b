package applet

// The expression of find:
//
//	or  = and { -o and }
//	and = not { [-a] not }
//	not = ! not | ( or ) | primary
//
// It is compiled to functions once and then run for every file.

import "time"

type findParser struct {
	*finder
	words []string
	now   time.Time
}

func (f *finder) parse(words []string) error {
	p := &findParser{f, words, time.Now()}
	f.expression = func(found) bool { return true }
	if len(words) == 0 {
		return nil
	}
	node, err := p.or()
	if err != nil {
		return err
	}
	if len(p.words) > 0 {
		return usagef("unexpected word %s", p.words[0])
	}
	f.expression = node
	return nil
}

func (p *findParser) accept(words ...string) bool {
	for _, word := range words {
		if len(p.words) > 0 && p.words[0] == word {
			p.words = p.words[1:]
			return true
		}
	}
	return false
}

func (p *findParser) or() (findNode, error) {
	left, err := p.and()
	for err == nil && p.accept("-o", "-or") {
		var right findNode
		first := left
		right, err = p.and()
		left = func(it found) bool { return first(it) || right(it) }
	}
	return left, err
}

func (p *findParser) and() (findNode, error) {
	left, err := p.not()
	for err == nil && len(p.words) > 0 && p.words[0] != "-o" && p.words[0] != "-or" && p.words[0] != ")" {
		p.accept("-a", "-and")
		var right findNode
		first := left
		right, err = p.not()
		left = func(it found) bool { return first(it) && right(it) }
	}
	return left, err
}

func (p *findParser) not() (findNode, error) {
	switch {
	case p.accept("!", "-not"):
		node, err := p.not()
		return func(it found) bool { return !node(it) }, err
	case p.accept("("):
		node, err := p.or()
		if err == nil && !p.accept(")") {
			err = usagef("a closing ) is missing")
		}
		return node, err
	case len(p.words) == 0:
		return nil, usagef("a test is missing at the end")
	}
	word := p.words[0]
	p.words = p.words[1:]
	return p.primary(word)
}

// argument takes the word after a primary.
func (p *findParser) argument(primary string) (string, error) {
	if len(p.words) == 0 {
		return "", usagef("%s needs an argument", primary)
	}
	word := p.words[0]
	p.words = p.words[1:]
	return word, nil
}
