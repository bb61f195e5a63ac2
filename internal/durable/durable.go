// Package durable writes small files that stand whole or not at all, also after a power cut: keys
// and checkpoints. A file that was only written may be there and empty when the power comes back.
package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Write puts data into a file that only its owner reads, in place of what stood there. When it
// returns nil, the disk has it; otherwise what stood there still does.
func Write(name string, data []byte) error {
	return write(name, data, func(f *os.File) file { return f })
}

// file is what is needed of a file, so that tests can put faults between us and the disk.
type file interface {
	io.Writer
	Sync() error
	Close() error
}

func write(name string, data []byte, on func(*os.File) file) error {
	folder := filepath.Dir(name)
	f, err := os.CreateTemp(folder, filepath.Base(name)+".*.new")
	if err != nil {
		return err
	}
	disk := on(f)
	_, err = disk.Write(data)
	if err == nil {
		err = disk.Sync()
	}
	err = errors.Join(err, disk.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	// The file's own sync does not promise that its name survives.
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(on(d).Sync(), d.Close())
}
