package applet

import (
	"regexp"
	"strconv"
	"strings"
)

type sedParser struct {
	rest     string
	extended bool
}

func parseSed(script string, extended bool) ([]*sedStep, error) {
	p := &sedParser{script, extended}
	var steps []*sedStep
	for {
		p.rest = strings.TrimLeft(p.rest, " \t\n;")
		if p.rest == "" {
			return steps, nil
		}
		if p.rest[0] == '#' {
			_, p.rest, _ = strings.Cut(p.rest, "\n")
			continue
		}
		step, err := p.step()
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
}

// step reads "[address[,address]][!]verb...".
func (p *sedParser) step() (step *sedStep, err error) {
	step = &sedStep{occurrence: 1}
	if step.first, err = p.address(); err != nil {
		return nil, err
	}
	if step.first != nil && p.accept(",") {
		plus := p.accept("+")
		if step.second, err = p.address(); err != nil {
			return nil, err
		}
		if step.second == nil {
			return nil, usagef("the second address is missing")
		}
		step.second.plus = plus
	}
	p.rest = strings.TrimLeft(p.rest, " \t")
	for p.accept("!") {
		step.negate = true
		p.rest = strings.TrimLeft(p.rest, " \t")
	}
	if p.rest == "" {
		return nil, usagef("a command is missing")
	}
	step.verb = p.rest[0]
	p.rest = p.rest[1:]
	if err := p.arguments(step); err != nil {
		return nil, err
	}
	p.rest = strings.TrimLeft(p.rest, " \t")
	if p.rest != "" && !strings.ContainsRune(";\n", rune(p.rest[0])) {
		return nil, usagef("unexpected %q after command %c", p.rest, step.verb)
	}
	return step, nil
}

func (p *sedParser) accept(prefix string) bool {
	rest, ok := strings.CutPrefix(p.rest, prefix)
	p.rest = rest
	return ok
}

func (p *sedParser) address() (*sedAddress, error) {
	digits := len(p.rest) - len(strings.TrimLeft(p.rest, "0123456789"))
	switch {
	case digits > 0:
		line, err := strconv.Atoi(p.rest[:digits])
		p.rest = p.rest[digits:]
		return &sedAddress{line: line}, err
	case p.accept("$"):
		return &sedAddress{last: true}, nil
	case p.accept("/"):
		text, err := p.delimited('/')
		if err != nil {
			return nil, err
		}
		pattern, err := p.compile(text, p.accept("I"))
		return &sedAddress{pattern: pattern}, err
	}
	return nil, nil
}

func (p *sedParser) compile(text string, ignoreCase bool) (*regexp.Regexp, error) {
	translate := translateBRE
	if p.extended {
		translate = translateERE
	}
	return compilePOSIX(translate(text), ignoreCase)
}

// delimited reads up to the delimiter. Behind a backslash it is an ordinary
// character, and in a bracket expression too.
func (p *sedParser) delimited(delimiter byte) (string, error) {
	var b strings.Builder
	for i, inBracket := 0, false; i < len(p.rest); i++ {
		ch := p.rest[i]
		switch {
		case ch == '\\' && i+1 < len(p.rest) && !inBracket:
			i++
			if p.rest[i] != delimiter {
				b.WriteByte('\\')
			}
			b.WriteByte(p.rest[i])
			continue
		case ch == delimiter && !inBracket:
			p.rest = p.rest[i+1:]
			return b.String(), nil
		case ch == '[' && delimiter == '/':
			inBracket = strings.IndexByte(p.rest[i:], ']') > 0
		case ch == ']':
			inBracket = false
		}
		b.WriteByte(ch)
	}
	return "", usagef("the closing %c is missing", delimiter)
}

func (p *sedParser) arguments(step *sedStep) (err error) {
	switch step.verb {
	case 'd', 'p', '=', 'n':
		return nil
	case 'q':
		p.rest = strings.TrimLeft(p.rest, " ")
		digits := len(p.rest) - len(strings.TrimLeft(p.rest, "0123456789"))
		if digits > 0 {
			step.status, err = strconv.Atoi(p.rest[:digits])
			p.rest = p.rest[digits:]
		}
		return err
	case 'a', 'i', 'c':
		text, rest, _ := strings.Cut(p.rest, "\n")
		if strings.HasSuffix(text, `\`) {
			text, rest, _ = strings.Cut(rest, "\n")
		}
		step.text, p.rest = strings.TrimLeft(text, " \t\\"), rest
		return nil
	case 's':
		return p.substitution(step)
	case 'y':
		return p.transliteration(step)
	}
	return usagef("unknown command %c", step.verb)
}

func (p *sedParser) twoParts() (first, second string, err error) {
	if p.rest == "" || p.rest[0] == '\n' {
		return "", "", usagef("the delimiter is missing")
	}
	delimiter := p.rest[0]
	p.rest = p.rest[1:]
	if first, err = p.delimited(delimiter); err != nil {
		return "", "", err
	}
	second, err = p.replacement(delimiter)
	return first, second, err
}

// replacement is delimited text in which brackets mean nothing.
func (p *sedParser) replacement(delimiter byte) (string, error) {
	for i := 0; i < len(p.rest); i++ {
		switch p.rest[i] {
		case '\\':
			i++
		case delimiter:
			text := strings.ReplaceAll(p.rest[:i], `\`+string(delimiter), string(delimiter))
			p.rest = p.rest[i+1:]
			return text, nil
		}
	}
	return "", usagef("the closing %c is missing", delimiter)
}

func (p *sedParser) substitution(step *sedStep) error {
	pattern, replacement, err := p.twoParts()
	if err != nil {
		return err
	}
	step.replacement = replacement
	flags := p.rest[:len(p.rest)-len(strings.TrimLeft(p.rest, "gpiI0123456789"))]
	p.rest = p.rest[len(flags):]
	step.global, step.print = strings.Contains(flags, "g"), strings.Contains(flags, "p")
	if digits := strings.Trim(flags, "gpiI"); digits != "" {
		if step.occurrence, err = strconv.Atoi(digits); err != nil || step.occurrence == 0 {
			return usagef("parse flags %q: invalid number", flags)
		}
	}
	step.pattern, err = p.compile(pattern, strings.ContainsAny(flags, "iI"))
	return err
}

func (p *sedParser) transliteration(step *sedStep) error {
	var err error
	if step.from, step.to, err = p.twoParts(); err != nil {
		return err
	}
	if len([]rune(step.from)) != len([]rune(step.to)) {
		return usagef("the two halves of y differ in length")
	}
	return nil
}
