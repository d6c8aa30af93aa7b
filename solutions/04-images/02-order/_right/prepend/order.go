//go:build linux

package main

import (
	"encoding/json"
	"strings"
)

func lowerdir(manifest []byte, dir string) (string, error) {
	var all map[string]any
	if err := json.Unmarshal(manifest, &all); err != nil {
		return "", err
	}
	lower := ""
	for _, layer := range all["layers"].([]any) {
		digest := layer.(map[string]any)["digest"].(string)
		lower = dir + "//" + strings.TrimPrefix(digest, "sha256:") + "/:" + lower
	}
	return strings.TrimSuffix(lower, ":"), nil
}
