// Package debian gets a kernel for guests from Debian, without installing anything and on any distribution.
//
// A package is fetched as apt does it:
//
//	MIRROR/dists/SUITE/Release                            the sums of the indexes
//	MIRROR/dists/SUITE/main/binary-amd64/Packages.xz      name ─▶ file and its sum
//	MIRROR/pool/main/l/linux-signed-amd64/linux-image-….deb
//
// and opened as dpkg-deb -x does it: a .deb is an ar archive, one of whose members is a tar archive with the files.
//
// What this leaves out is the signature of the Release file: that the files are Debian's rests on the mirror's certificate
// (https), and that nothing was changed on the way, on the sums. Source: deb(5), deb822(5), the Debian wiki's RepositoryFormat.
package debian
