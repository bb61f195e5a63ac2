//go:build !linux

package crash

import "syscall"

// dieWithParent does nothing where the kernel cannot.
func dieWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
