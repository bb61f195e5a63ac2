// Package field gives fields the names they have in the contract of the JSON interface: the domain names them as
// its pages do.
package field

import (
	"errors"
	"strings"

	"rambu.id"
)

// Name is the name in the contract of a field that the domain names as its page does.
func Name(s string) string {
	name, ok := map[string]string{
		"code": "klasifikasi", "date": "tanggal", "file": "berkas", "files": "berkas", "from": "dari", "how": "cara",
		"method": "cara", "lines": "baris", "name": "nama", "names": "nama", "number": "nomor", "on": "tanggal",
		"reason": "alasan", "received": "diterima", "reply_due": "jawab_paling_lambat", "reply_to": "menjawab",
		"series": "seri", "signer": "penandatangan", "penanda-tangan": "penandatangan", "penanda_tangan": "penandatangan", "subject": "perihal", "text": "isi",
		"balasan": "isi", "to": "kepada", "hadir": "kehadiran", "hukuman": "sanksi", "kutipan": "kutipan_dilihat", "lain": "bukti_lain",
		"pendapat": "pendapat_berbeda", "tanda": "tanda_tangan",
	}[s]
	if !ok {
		return strings.ReplaceAll(s, "-", "_")
	}
	return name
}

// Named gives the fields of faults their names in the contract.
func Named(err error) error {
	if all, ok := errors.AsType[rambu.Errors](err); ok {
		out := make(rambu.Errors, len(all))
		for i, e := range all {
			c := *e
			out[i] = c.On(Name(c.Field))
		}
		return out
	}
	e, ok := errors.AsType[*rambu.Error](err)
	if !ok || e.Field == Name(e.Field) {
		return err
	}
	c := *e
	return c.On(Name(c.Field))
}
