// Package registry speaks with registries, where images live when they are on no machine: names
// of images, and the protocol that moves them.
//
// The protocol is HTTP, and everything but a tag is found by the digest of its content. A pull goes from a name
// to bytes, each step naming the digest that the next one's answer must have:
//
//	GET /v2/                             is somebody there, and who may ask?   (session.go)
//	    401 WWW-Authenticate: Bearer realm="https://auth…",service="…"
//	GET https://auth…?scope=repository:library/alpine:pull → {"token":"…"}
//
//	GET /v2/library/alpine/manifests/3   a tag → an index: one manifest a platform, by digest
//	GET /v2/…/manifests/sha256:…         → the manifest: configuration and layers, by digest
//	GET /v2/…/blobs/sha256:…             each of them; Range: bytes=N- goes on where the line broke
//
// A push goes the other way, from the leaves to the root, as a registry takes no manifest before its parts:
//
//	HEAD /v2/NAME/blobs/sha256:…         200: the registry has it, nothing is sent
//	POST /v2/NAME/blobs/uploads/         202 Location: where to
//	PUT  LOCATION?digest=sha256:…        the bytes
//	PUT  /v2/NAME/manifests/TAG          the manifest, and now the name points to it
//
// Nothing of a registry is believed: sizes are bounded, digests computed, and credentials go to no other host.
// Unencrypted HTTP is for this machine's own registries, and those that somebody said are to be trusted.
//
// Left out: listing of tags, deletion, schema 1 (which signs instead of digests its content), layers that are to be
// fetched from addresses outside of the registry, and uploads in chunks.
//
// Read in this order: reference.go and grammar.go (names), platform.go and choose.go (which of an index),
// blobs.go (where it goes), client.go, session.go, gate.go, retry.go (requests), manifest.go, pull.go,
// download.go, push.go, upload.go, keychain.go.
//
// Source: the OCI distribution specification 1.1, and Docker's "Token Authentication Specification".
package registry
