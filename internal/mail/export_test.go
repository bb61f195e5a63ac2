package mail

// Compose lets tests read what is sent.
func Compose(s Server, m Message) ([]byte, error) { return s.compose(m) }
