package ui

import (
	"html/template"
	"text/template/parse"
)

// fold puts the texts that a page always shows into its templates once, when they are parsed:
// {{t "key"}} becomes the text itself, and t "key" as an argument becomes a string. Looking them up
// for every visitor was half the work of a page. It comes before the templates learn their
// contexts, so a text stands in HTML, as content or inside a quoted attribute, never in a script or
// an address.
func fold(set *template.Template, t func(key string, args ...any) string) {
	for _, one := range set.Templates() {
		if one.Tree != nil {
			foldList(one.Tree.Root, t)
		}
	}
}

func foldList(list *parse.ListNode, t func(string, ...any) string) {
	if list == nil {
		return
	}
	for i, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.ActionNode:
			if text, ok := constant(node.Pipe, t); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: node.Pos, Text: []byte(template.HTMLEscapeString(text))}
				continue
			}
			foldPipe(node.Pipe, t)
		case *parse.TemplateNode:
			foldPipe(node.Pipe, t)
		case *parse.IfNode:
			foldBranch(&node.BranchNode, t)
		case *parse.RangeNode:
			foldBranch(&node.BranchNode, t)
		case *parse.WithNode:
			foldBranch(&node.BranchNode, t)
		}
	}
}

func foldBranch(b *parse.BranchNode, t func(string, ...any) string) {
	foldPipe(b.Pipe, t)
	foldList(b.List, t)
	foldList(b.ElseList, t)
}

// foldPipe folds the calls of t among the arguments of a pipeline.
func foldPipe(p *parse.PipeNode, t func(string, ...any) string) {
	if p == nil {
		return
	}
	for _, cmd := range p.Cmds {
		for i, arg := range cmd.Args {
			inner, ok := arg.(*parse.PipeNode)
			if !ok {
				continue
			}
			if text, ok := constant(inner, t); ok {
				cmd.Args[i] = &parse.StringNode{NodeType: parse.NodeString, Pos: inner.Pos, Text: text}
				continue
			}
			foldPipe(inner, t)
		}
	}
}

// constant evaluates a pipeline that is one call of t with nothing but strings.
func constant(p *parse.PipeNode, t func(string, ...any) string) (string, bool) {
	if p == nil || len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) < 2 {
		return "", false
	}
	args := p.Cmds[0].Args
	if name, ok := args[0].(*parse.IdentifierNode); !ok || name.Ident != "t" {
		return "", false
	}
	texts := make([]any, 0, len(args)-1)
	for _, a := range args[1:] {
		s, ok := a.(*parse.StringNode)
		if !ok {
			return "", false
		}
		texts = append(texts, s.Text)
	}
	return t(texts[0].(string), texts[1:]...), true //nolint:forcetypeassert // all are strings
}
