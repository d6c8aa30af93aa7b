// A module is an object file. What it needs of other modules it says itself, in its section
// .modinfo: strings with a NUL after each, one of them "depends=a,b". modprobe(8) has a
// table of that (modules.dep), made when a kernel is installed, which ours is not.

package vm

import (
	"debug/elf"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ModuleFiles returns the files of the named modules and of all that these depend on,
// each after what it depends on: the order to load them in. A module that is built into
// the kernel has no file, and needs none.
func (k Kernel) ModuleFiles(names ...string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	index, err := indexModules(k.Modules)
	if err != nil {
		return nil, fmt.Errorf("list modules: %w", err)
	}
	return orderModules(names, func(name string) (file string, depends []string, err error) {
		file, there := index[name]
		switch {
		case !there:
			return "", nil, errors.New("this kernel has no such module")
		case file == "":
			return "", nil, nil // built in
		case filepath.Ext(file) != ".ko":
			return "", nil, fmt.Errorf("%s is compressed, and nothing here undoes that", file)
		}
		depends, err = dependsOf(file)
		return file, depends, err
	})
}

// orderModules walks the dependencies depth first. A module that needs itself by way of others
// cannot be: no such kernel would have been built.
func orderModules(names []string, lookup func(name string) (string, []string, error)) ([]string, error) {
	var files []string
	seen := map[string]bool{}
	var visit func(name string) error
	visit = func(name string) error {
		name = moduleName(name)
		if seen[name] {
			return nil
		}
		seen[name] = true
		file, depends, err := lookup(name)
		if err != nil {
			return fmt.Errorf("find module %s: %w", name, err)
		}
		for _, d := range depends {
			if err := visit(d); err != nil {
				return err
			}
		}
		if file != "" {
			files = append(files, file)
		}
		return nil
	}
	for _, name := range names {
		if err := visit(name); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// indexModules maps names to files, and to "" where the module is built in.
func indexModules(dir string) (map[string]string, error) {
	index := map[string]string{}
	builtin, err := os.ReadFile(filepath.Join(dir, "modules.builtin"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, path := range strings.Fields(string(builtin)) {
		index[moduleName(path)] = ""
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.Contains(d.Name(), ".ko") {
			index[moduleName(path)] = path
		}
		return err
	})
	return index, err
}

// moduleName is a module's name in the kernel, where a hyphen is an underscore.
func moduleName(path string) string {
	name, _, _ := strings.Cut(filepath.Base(path), ".ko")
	return strings.ReplaceAll(name, "-", "_")
}

func dependsOf(file string) ([]string, error) {
	object, err := elf.Open(file)
	if err != nil {
		return nil, err
	}
	defer object.Close() //nolint:errcheck // only read from
	section := object.Section(".modinfo")
	if section == nil {
		return nil, fmt.Errorf("%s is no module", file)
	}
	info, err := section.Data()
	if err != nil {
		return nil, err
	}
	return dependsIn(info), nil
}

func dependsIn(modinfo []byte) []string {
	for _, entry := range strings.Split(string(modinfo), "\x00") {
		if list, ok := strings.CutPrefix(entry, "depends="); ok && list != "" {
			return strings.Split(list, ",")
		}
	}
	return nil
}
