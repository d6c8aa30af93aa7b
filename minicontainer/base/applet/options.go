package applet

// Option parsing as getopt(3) does it. A command declares
//
//	options: "la"      flags
//	         "n:"      an option with an argument: -n5 or -n 5
//	         "i::"     with an optional argument, which must be attached
//	         "+…"      options end at the first operand (env, nohup: what
//	                   follows belongs to another command)
//	         "#…"      -5 means -n 5 (head, tail)
//	long:    "all=a lines=n spider vm-bytes:"
//
// where name=x is another spelling of x and a name alone is its own option.

import (
	"strings"
)

// options is what the arguments said, in their order.
type options struct {
	given    []option
	operands []string
}

type option struct{ name, value string }

func (o *options) has(name string) bool {
	_, ok := o.value(name)
	return ok
}

// value returns the last argument given for an option: the last one wins.
func (o *options) value(name string) (string, bool) {
	for i := len(o.given) - 1; i >= 0; i-- {
		if o.given[i].name == name {
			return o.given[i].value, true
		}
	}
	return "", false
}

// all returns every argument given for an option.
func (o *options) all(name string) []string {
	var values []string
	for _, opt := range o.given {
		if opt.name == name {
			values = append(values, opt.value)
		}
	}
	return values
}

// last returns which of several contradicting options came last, or "".
func (o *options) last(names ...string) string {
	for i := len(o.given) - 1; i >= 0; i-- {
		for _, name := range names {
			if o.given[i].name == name {
				return name
			}
		}
	}
	return ""
}

type optionParser struct {
	options
	short string
	long  []string
	rest  []string // arguments not yet looked at
}

func parseOptions(args []string, cmd *command) (options, error) {
	p := &optionParser{short: cmd.options, long: strings.Fields(cmd.long), rest: args}
	p.short, p.given = strings.TrimPrefix(p.short, "+"), nil
	stopEarly := p.short != cmd.options
	for len(p.rest) > 0 {
		arg := p.next()
		switch {
		case arg == "--":
			p.operands = append(p.operands, p.rest...)
			return p.options, nil
		case len(arg) < 2 || arg[0] != '-' || cmd.operand != nil && cmd.operand(arg):
			p.operands = append(p.operands, arg)
			if stopEarly {
				p.operands = append(p.operands, p.rest...)
				return p.options, nil
			}
		case arg[1] == '-':
			if err := p.parseLong(arg[2:]); err != nil {
				return p.options, err
			}
		default:
			if err := p.parseCluster(arg[1:]); err != nil {
				return p.options, err
			}
		}
	}
	return p.options, nil
}

func (p *optionParser) next() string {
	arg := p.rest[0]
	p.rest = p.rest[1:]
	return arg
}

func (p *optionParser) add(name, value string) {
	p.given = append(p.given, option{name, value})
}

// parseCluster reads the letters after one dash: flags, the last of which may
// take the remainder, or the next argument, as its own.
func (p *optionParser) parseCluster(letters string) error {
	if p.short != "" && p.short[0] == '#' && isDigits(letters) {
		p.add("n", letters)
		return nil
	}
	for i, r := range letters {
		name, rest := string(r), letters[i+len(string(r)):]
		switch p.arity(name) {
		case 0:
			p.add(name, "")
		case 1:
			return p.addWithArgument(name, rest)
		case 2:
			p.add(name, rest)
			return nil
		default:
			return usagef("unknown option -%s", name)
		}
	}
	return nil
}

// arity counts the colons after a letter in the declaration; -1 says that the
// letter is not declared.
func (p *optionParser) arity(letter string) int {
	if strings.ContainsAny(letter, ":#+") {
		return -1
	}
	_, after, declared := strings.Cut(p.short, letter)
	if !declared {
		return -1
	}
	return len(after) - len(strings.TrimLeft(after, ":"))
}

func (p *optionParser) addWithArgument(name, attached string) error {
	if attached != "" {
		p.add(name, attached)
		return nil
	}
	if len(p.rest) == 0 {
		return usagef("option -%s needs an argument", name)
	}
	p.add(name, p.next())
	return nil
}

func (p *optionParser) parseLong(arg string) error {
	name, value, hasValue := strings.Cut(arg, "=")
	if name == "help" {
		p.add("help", "")
		return nil
	}
	for _, declared := range p.long {
		spelling, alias, isAlias := strings.Cut(declared, "=")
		if strings.TrimRight(spelling, ":") != name {
			continue
		}
		arity := len(spelling) - len(name)
		if isAlias {
			name, arity = alias, p.arity(alias)
		}
		return p.addLong(name, arity, value, hasValue)
	}
	return usagef("unknown option --%s", name)
}

func (p *optionParser) addLong(name string, arity int, value string, hasValue bool) error {
	switch {
	case hasValue && arity == 0:
		return usagef("option --%s takes no argument", name)
	case arity == 1 && !hasValue:
		return p.addWithArgument(name, "")
	}
	p.add(name, value)
	return nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
