package record

// LogSettings say what is kept of what a container prints.
type LogSettings struct {
	Driver   string `json:"driver,omitempty"`   // NoLog, or "": Docker's json-file
	MaxSize  int64  `json:"maxSize,omitempty"`  // of a file, in bytes; 0 is unlimited
	MaxFiles int    `json:"maxFiles,omitempty"` // how many there are at most; 0 is one

	Options map[string]string `json:"options,omitempty"` // the same as the caller wrote it
}

// NoLog is the driver that keeps nothing.
const NoLog = "none"
