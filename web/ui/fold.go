package ui

import (
	"html/template"
	"text/template/parse"

	"rambu.id/web/static"
)

// A folder puts what is known before anybody asks for a page into its templates once, when they are
// parsed: {{t "key"}}, {{lang}} and {{static "file"}} become the text itself, as arguments they
// become a string, and {{if eq lang "id"}} becomes the branch taken. Looking them up for every visitor
// was half the work of a page. It comes before the templates learn their contexts, so a text stands in
// HTML, as content or inside a quoted attribute, never in a script or an address; the address of our own
// style sheet needs no escape.
type folder struct {
	lang string
	t    func(key string, args ...any) string
	open func(key string) bool // texts that can still change: those with a region's own names
}

func (f folder) all(set *template.Template) {
	for _, one := range set.Templates() {
		if one.Tree != nil {
			f.list(one.Tree.Root)
		}
	}
}

func (f folder) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.ActionNode:
			if text, ok := f.constant(node.Pipe); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: node.Pos, Text: []byte(template.HTMLEscapeString(text))}
				continue
			}
			f.pipe(node.Pipe)
		case *parse.TemplateNode:
			f.pipe(node.Pipe)
		case *parse.IfNode:
			f.branch(&node.BranchNode)
			if yes, ok := f.decided(node.Pipe); ok {
				list.Nodes[i] = taken(node, yes)
			}
		case *parse.RangeNode:
			f.branch(&node.BranchNode)
		case *parse.WithNode:
			f.branch(&node.BranchNode)
		}
	}
}

func (f folder) branch(b *parse.BranchNode) {
	f.pipe(b.Pipe)
	f.list(b.List)
	f.list(b.ElseList)
}

// taken is the branch of an if whose condition is known.
func taken(n *parse.IfNode, yes bool) parse.Node {
	switch {
	case yes:
		return n.List
	case n.ElseList != nil:
		return n.ElseList
	}
	return &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos}
}

// pipe folds what is known among the arguments of a pipeline.
func (f folder) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, cmd := range p.Cmds {
		for i, arg := range cmd.Args {
			inner, ok := arg.(*parse.PipeNode)
			if !ok {
				continue
			}
			if text, ok := f.constant(inner); ok {
				cmd.Args[i] = &parse.StringNode{NodeType: parse.NodeString, Pos: inner.Pos, Text: text}
				continue
			}
			f.pipe(inner)
		}
	}
}

// constant evaluates a pipeline that is one call of t, lang or static with nothing but strings.
func (f folder) constant(p *parse.PipeNode) (string, bool) {
	name, texts, ok := call(p)
	switch {
	case !ok:
		return "", false
	case name == "lang" && len(texts) == 0:
		return f.lang, true
	case name == "static" && len(texts) == 1:
		return static.Path(texts[0].(string)), true //nolint:forcetypeassert // all are strings
	case name == "t" && len(texts) > 0 && !f.open(texts[0].(string)): //nolint:forcetypeassert // all are strings
		return f.t(texts[0].(string), texts[1:]...), true //nolint:forcetypeassert // all are strings
	}
	return "", false
}

// decided evaluates the condition {{if eq lang "id"}}.
func (f folder) decided(p *parse.PipeNode) (yes, ok bool) {
	if p == nil || len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 3 {
		return false, false
	}
	args := p.Cmds[0].Args
	eq, okEq := args[0].(*parse.IdentifierNode)
	lang, okLang := args[1].(*parse.IdentifierNode)
	want, okWant := args[2].(*parse.StringNode)
	if !okEq || !okLang || !okWant || eq.Ident != "eq" || lang.Ident != "lang" {
		return false, false
	}
	return f.lang == want.Text, true
}

// call takes a pipeline apart that calls one function with nothing but strings.
func call(p *parse.PipeNode) (name string, texts []any, ok bool) {
	if p == nil || len(p.Decl) > 0 || len(p.Cmds) != 1 {
		return "", nil, false
	}
	args := p.Cmds[0].Args
	function, ok := args[0].(*parse.IdentifierNode)
	if !ok {
		return "", nil, false
	}
	texts = make([]any, 0, len(args)-1)
	for _, a := range args[1:] {
		s, ok := a.(*parse.StringNode)
		if !ok {
			return "", nil, false
		}
		texts = append(texts, s.Text)
	}
	return function.Ident, texts, true
}

// calls names the templates that a template calls.
func calls(tree *parse.Tree) (names []string) {
	var walk func(list *parse.ListNode)
	branch := func(b *parse.BranchNode) {
		walk(b.List)
		walk(b.ElseList)
	}
	walk = func(list *parse.ListNode) {
		if list == nil {
			return
		}
		for _, node := range list.Nodes {
			switch node := node.(type) {
			case *parse.TemplateNode:
				names = append(names, node.Name)
			case *parse.ListNode:
				walk(node)
			case *parse.IfNode:
				branch(&node.BranchNode)
			case *parse.RangeNode:
				branch(&node.BranchNode)
			case *parse.WithNode:
				branch(&node.BranchNode)
			}
		}
	}
	walk(tree.Root)
	return names
}
