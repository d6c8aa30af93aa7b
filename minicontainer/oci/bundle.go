package oci

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// ConfigName is the spec's file in a bundle.
const ConfigName = "config.json"

// Load reads the spec of the bundle at dir. A relative root.path is relative to
// the bundle, and absolute in what is returned. Fields that the runtime-spec does not
// know are ignored, as it demands ("Extensibility"). Source: runtime-spec bundle.md, config.md.
func Load(dir string) (*specs.Spec, error) {
	text, err := Read(dir)
	if err != nil {
		return nil, err
	}
	return Parse(text, dir)
}

// Read is the text of the bundle's spec.
func Read(dir string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(dir, ConfigName))
	if err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	return text, nil
}

// Parse is Load of a text that has been read from the bundle at dir.
func Parse(text []byte, dir string) (*specs.Spec, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	var s specs.Spec
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Join(dir, ConfigName), err)
	}
	if s.Root == nil || s.Root.Path == "" {
		return nil, fmt.Errorf("read %s: %w", filepath.Join(dir, ConfigName), errors.New("root.path is missing"))
	}
	if !filepath.IsAbs(s.Root.Path) {
		s.Root.Path = filepath.Join(dir, s.Root.Path)
	}
	return &s, nil
}

// Save writes the spec as dir's config.json.
func Save(dir string, s *specs.Spec) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, ConfigName), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	return nil
}
