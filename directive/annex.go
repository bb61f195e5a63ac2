package directive

import (
	"context"
	"io"

	"rambu.id"
	"rambu.id/ledger"
	"rambu.id/seal/attachment"
)

// annexes keeps the annexes of directives.
func (d *Desk) annexes() attachment.Keeper {
	k := d.files()
	k.Info, k.Prefix = "directive_annex", "lam"
	return k
}

// TakeAnnex seals an annex while it streams; it lies nowhere in clear. Give it to SetAnnex.
// Errors: Invalid for what is neither picture nor PDF, TooLarge.
func (d *Desk) TakeAnnex(ctx context.Context, name, media string, src io.Reader) (File, error) {
	return d.annexes().Attach(ctx, name, media, src)
}

// AnnexIn is the annex of a draft.
type AnnexIn struct {
	Directive string
	Version   int64 // the one the writer saw
	File      *File // from TakeAnnex; nil takes the annex away
}

// SetAnnex gives a draft its one annex in the place of an earlier one, or takes it away. The file's
// key lies in the body, so the annex opens to whoever reads the directive, under its short link too,
// and is covered by the signature.
func (d *Desk) SetAnnex(ctx context.Context, who rambu.Actor, in AnnexIn) error {
	if in.File != nil && in.File.ID == "" {
		return rambu.Fault(rambu.Invalid, "directive.error.file").On("file")
	}
	var old *File
	c := change{id: in.Directive, version: in.Version, kind: "directive.annex", may: mayTouch}
	c.also = func(op *ledger.Op, o *Order) error { return swapAnnex(op, *o, old, in.File) }
	err := d.change(ctx, who, c, func(o *Order) error {
		if o.State != Draft {
			return rambu.Fault(rambu.Conflict, "directive.error.state_"+string(o.State))
		}
		was, err := d.opened(ctx, who, *o)
		if err != nil {
			return err
		}
		if in.File != nil {
			err = d.annexes().Keep(ctx, *in.File)
			if err != nil {
				return err
			}
		}
		old, was.Body.Annex = was.Body.Annex, in.File
		return d.sealBody(ctx, o, was.Body)
	})
	if err != nil || old == nil {
		return err
	}
	return d.Blobs.Delete(ctx, old.Blob)
}

// swapAnnex changes the clear side of an annex with the body that names it.
func swapAnnex(op *ledger.Op, o Order, old, now *File) error {
	if old != nil {
		var version int64
		err := op.Tx.QueryRow(`SELECT version FROM directive_annex WHERE id = $1`, []any{old.ID}, &version)
		if err != nil {
			return err
		}
		err = op.Delete(annexTable, old.ID, version)
		if err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	return op.Insert(annexTable, now.ID, o.Institution, o.Region, o.ID, op.At, now.Blob, now.Bytes, now.Sealed)
}

// OpenAnnex opens the stream of the annex of a directive that was opened, by an officer or by its
// short link. Nobody is watched reading, so it leaves no trace. A changed file fails while it is
// read. Errors: NotFound when it has none.
func (d *Desk) OpenAnnex(ctx context.Context, o *Opened) (File, io.ReadCloser, error) {
	if o.Body.Annex == nil {
		return File{}, nil, rambu.Errorf(rambu.NotFound, "no annex")
	}
	body, err := d.annexes().Open(ctx, *o.Body.Annex)
	return *o.Body.Annex, body, err
}
