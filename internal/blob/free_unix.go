//go:build linux || darwin

package blob

import (
	"os"

	"golang.org/x/sys/unix"
)

// free returns the bytes an ordinary account can still write on the file system of f.
func free(f *os.File) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Fstatfs(int(f.Fd()), &s); err != nil {
		return 0, os.NewSyscallError("fstatfs", err)
	}
	return int64(s.Bavail) * int64(s.Bsize), nil //nolint:unconvert // Bsize is 32 bits wide on macOS
}
