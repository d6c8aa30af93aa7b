// Package image keeps images: what they are made of, by content, and what they are called, by name.
//
// An image is a few files that name each other by digest (sha256 of their bytes):
//
//	name ──▶ manifest ──▶ configuration   what to run, and the history
//	                └──▶ layer, layer …   tar archives, the bottom one first
//
// The folder in which they lie is an OCI image layout, so any tool of the field can read it:
//
//	STATE/images/oci-layout             the version of the layout
//	            /index.json             the names: each a descriptor (digest, size, type) with an annotation
//	            /blobs/sha256/HEX       everything else, each file named by what is in it
//	            /ingest/HEX             a blob on its way in; what a broken download has left
//	STATE/layers/ID                     the layers unpacked, each once, for overlays to lie over
//
// Reading order: layout.go, blob.go, index.go, image.go; then layers.go, sweep.go, commit.go, archive.go.
//
// Source: OCI Image Format Specification 1.1, "Image Layout Specification".
package image
