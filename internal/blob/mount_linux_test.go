package blob

import "golang.org/x/sys/unix"

// mountSmall puts a file system of 1 MiB in memory at folder.
func mountSmall(folder string) error { return unix.Mount("tmpfs", folder, "tmpfs", 0, "size=1m") }

// unmount takes it away, also when a file in it is still open.
func unmount(folder string) error { return unix.Unmount(folder, unix.MNT_DETACH) }
