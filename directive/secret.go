package directive

import (
	"rambu.id/seal"
	"rambu.id/seal/short"
)

// Short links and the codes of posts are secrets of package short: sixty bits that are read out
// and typed from paper.

// lookup is what is stored of a secret, to find its row by; what says which kind it is.
func lookup(what, secret string) string { return short.Lookup(secret, "directive/"+what) }

// linkKey is the key that a short link carries: whoever has the link reads the directive, whoever
// has only the database does not.
func linkKey(secret string) seal.ContentKey { return short.Key(secret, "directive/link-key") }
