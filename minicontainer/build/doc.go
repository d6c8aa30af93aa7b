// Package build makes an image from a Dockerfile.
//
// A Dockerfile is read (parse.go) with the field's own grammar, then turned into a Plan (plan.go): which stages are
// needed, and for each its steps, expanded and checked, before anything runs. A step either changes the
// configuration, which is known at once, or the files: it runs a process, copies, or makes the working directory.
// The loop in build.go carries the plan out: a step of the second kind gets a key (key.go), which is a
// digest of all it depends on; if the cache (cache.go) knows the layer that the key led to last time, that layer
// is the result, and otherwise the step is done in a workspace (world.go) and what it changed becomes a layer.
//
//	Dockerfile ─▶ File ─▶ Plan ─▶ for each step: key ─▶ in the cache? ──yes──▶ layer
//	 parse.go          plan.go                            │no                    ▲
//	                                                      └▶ workspace ─ commit ─┘
//
// To read in order: world.go, parse.go, plan.go, instruction.go, key.go, build.go; then what the steps do: run.go,
// copy.go with take.go and land.go.
package build
