// Package oci reads and writes containers in the form the world exchanges them:
// a bundle, which is a directory with a root file system and a config.json that
// holds the runtime spec.
package oci
