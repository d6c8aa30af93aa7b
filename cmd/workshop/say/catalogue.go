package say

import "maps"

// topics are the parts of the catalogue. A topic is the part of an id before its
// first dot, and has files of its own.
var topics = []map[string]Text{
	rootTexts,
	firstTexts,
	cleanTexts,
	benchTexts,
	doctorTexts,
	doctorReasons,
	doctorRemedies,
	docsTexts,
	verifyTexts,
	packTexts,
	courseTexts,
	stageTexts,
	authorTexts,
	slidesTexts,
}

// catalogue is every sentence the workshop can say.
var catalogue = gather(topics)

func gather(topics []map[string]Text) map[string]Text {
	all := map[string]Text{}
	for _, topic := range topics {
		maps.Copy(all, topic)
	}
	return all
}
