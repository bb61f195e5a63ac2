package evidence

import (
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// Accepted lists the types of files that are taken: what phones, cameras and offices make.
// Archives are not, because nobody can look into one safely; neither are pages, drawings and
// programs that could run in a reader's browser.
func Accepted() []string {
	return []string{
		"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/heif", "image/heic-sequence",
		"image/heif-sequence", "image/avif", "image/tiff", "image/bmp",
		"video/mp4", "video/quicktime", "video/3gpp", "video/3gpp2", "video/webm", "video/matroska", "video/mpeg",
		"video/x-m4v", "video/x-msvideo", "video/ogg",
		"audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/amr", "audio/ogg", "audio/wav", "audio/flac",
		"application/ogg", "application/pdf", "text/plain", "text/csv", "text/rtf",
		"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
		"application/vnd.oasis.opendocument.presentation",
	}
}

// headSize is how much of a file its type is read from.
const headSize = 4096

// sniff tells the type of a file from its first bytes, and whether it is accepted.
func sniff(head []byte) (string, bool) {
	kind, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	return kind, slices.Contains(Accepted(), kind)
}

// maxName is the longest file name kept, in characters.
const maxName = 120

// cleanName keeps the last part of a file name without what could hide its ending or break a
// header: paths, control characters, direction overrides.
func cleanName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '"' || r == 0xfffd || (r >= 0x200b && r <= 0x200f) ||
			(r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return -1
		}
		return r
	}, name))
	runes := []rune(name)
	if len(runes) > maxName {
		name = string(runes[:maxName-20]) + "…" + string(runes[len(runes)-19:])
	}
	if name == "" {
		name = "berkas"
	}
	return name
}
