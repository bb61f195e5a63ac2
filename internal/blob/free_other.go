//go:build !linux && !darwin

package blob

import (
	"math"
	"os"
)

// free does not know this system's way to ask: the write itself will tell.
func free(*os.File) (int64, error) { return math.MaxInt64, nil }
