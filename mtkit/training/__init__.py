"""Training and fine-tuning of MarianMT models on one's own parallel text.

data, exchange      TSV, JSON lines, TMX, PO and aligned files as one stream of units
cleaning            what is not fit to learn from, and why
vocabulary          SentencePiece models and the ids of vocab.json
store               text made ready by all cores, kept under a hash of its content
augmentation        placeholders, inline tags, term annotation, noise; styles: speech levels
batches             an epoch as a pure function of its seed
model, optimizer    the network; Muon and AdamW
loop, probes        the loop, its checkpoints, and the probe that stops a run which does not read its source
scoring, report     losses and scores; data report, curve; card: the model card
trainer             the steps of a run over a Plan
"""
