package mail

import "net/textproto"

// Compose lets tests read what is sent.
func Compose(s Server, m Message) ([]byte, error) { return s.compose(m) }

// Note lets tests read what is kept of an answer.
func Note(m Message, code int, said string) string {
	return note(m, &textproto.Error{Code: code, Msg: said})
}
