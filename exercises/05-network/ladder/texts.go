//go:build linux

package ladder

import "github.com/minicontainer/minicontainer/exercises/grade"

// Imports are the libraries that answers to exercises about networks may use.
var Imports = []string{
	"github.com/vishvananda/netlink", "github.com/vishvananda/netlink/nl", "github.com/vishvananda/netns",
	"github.com/google/nftables", "github.com/google/nftables/expr", "github.com/google/nftables/binaryutil", "github.com/google/nftables/userdata",
}

var noNetwork = grade.Text{
	EN: "this check needs network namespaces, veth and bridges, and here they cannot be made: %[1]s. The kernel may lack the modules veth and bridge.",
	KO: "이 검사에는 네트워크 네임스페이스, veth, 브리지가 필요한데 여기서는 만들 수 없어요: %[1]s. 커널에 veth와 bridge 모듈이 없을 수 있어요.",
}

var noFilter = grade.Text{
	EN: "this check needs nftables with address translation, and here it cannot be had: %[1]s. The kernel may lack the modules nf_tables and nft_chain_nat.",
	KO: "이 검사에는 주소 변환을 할 수 있는 nftables가 필요한데 여기서는 쓸 수 없어요: %[1]s. 커널에 nf_tables와 nft_chain_nat 모듈이 없을 수 있어요.",
}
