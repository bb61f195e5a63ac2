package api

import (
	"errors"

	"rambu.id"
)

// fieldName is the name in the contract of a field that the domain names as its page does.
func fieldName(s string) string {
	switch s {
	case "code":
		return "klasifikasi"
	case "date":
		return "tanggal"
	case "file", "files":
		return "berkas"
	case "from":
		return "dari"
	case "how", "method":
		return "cara"
	case "lines":
		return "baris"
	case "name", "names":
		return "nama"
	case "number":
		return "nomor"
	case "on":
		return "tanggal"
	case "reason":
		return "alasan"
	case "received":
		return "diterima"
	case "reply_due":
		return "jawab_paling_lambat"
	case "reply_to":
		return "menjawab"
	case "series":
		return "seri"
	case "signer", "penanda-tangan":
		return "penandatangan"
	case "subject":
		return "perihal"
	case "text", "balasan":
		return "isi"
	case "to":
		return "kepada"
	case "hadir":
		return "kehadiran"
	case "hukuman":
		return "sanksi"
	case "kutipan":
		return "kutipan_dilihat"
	case "lain":
		return "bukti_lain"
	case "pendapat":
		return "pendapat_berbeda"
	case "tanda":
		return "tanda_tangan"
	case "tanggal-perbuatan":
		return "tanggal_perbuatan"
	}
	return s
}

// named gives the fields of faults their names in the contract.
func named(err error) error {
	if all, ok := errors.AsType[rambu.Errors](err); ok {
		out := make(rambu.Errors, len(all))
		for i, e := range all {
			c := *e
			out[i] = c.On(fieldName(c.Field))
		}
		return out
	}
	e, ok := errors.AsType[*rambu.Error](err)
	if !ok || e.Field == fieldName(e.Field) {
		return err
	}
	c := *e
	return c.On(fieldName(c.Field))
}
