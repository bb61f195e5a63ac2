package api

import "rambu.id/api/wire"

const about = `What the pages of an instance do, for programs. Names of fields are Indonesian, like the pages.

Sign in with POST /masuk and send the token as "Authorization: Bearer …". Cookies are not read.
A token opens what its officer may open; every read of something sealed is logged.

Dates are "2024-10-07", times are UTC. A list that continues has "berikut": ask again with it as
"setelah". Every change of a case or matter carries the "versi" it was made on; a stale one is
409. What another institution holds answers 404, like what does not exist. Errors come in the
language of Accept-Language, Indonesian (id) or English (en).`

// OpenAPI writes the contract of the routes as YAML.
func OpenAPI() ([]byte, error) {
	return wire.Contract{Title: "Rambu", Version: Version, About: about, Server: Prefix, Login: "Token of POST /masuk", Routes: shapes()}.YAML()
}
