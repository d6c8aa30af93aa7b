package transcript

import (
	"context"
	"fmt"
	"os"
)

// Home is a place as a reader has it: dir is working and home directory, and
// programs is a folder whose commands are found before the system's. env is added.
func Home(dir, programs string, env ...string) Place {
	path := programs + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	return Place{Dir: dir, Env: append([]string{"PATH=" + path, "HOME=" + dir}, env...)}
}

// Play runs the transcript in a file and compares, as Run does; with record it
// writes into the file what the commands printed, as Record does.
func Play(ctx context.Context, file string, at Place, record bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("play transcript: %w", err)
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	if !record {
		return Run(ctx, parsed, at)
	}
	recorded, err := Record(ctx, parsed, at)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(recorded.String()), 0o644); err != nil {
		return fmt.Errorf("record transcript: %w", err)
	}
	return nil
}
