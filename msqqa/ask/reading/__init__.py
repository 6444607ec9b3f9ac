"""What does a question ask for? Its text → a reading, by the reader model.

One pass of a small encoder, fine-tuned here, classifies the question (its operator, what kind of thing it asks for) and
labels its words (whom it is about, which claims, which numbers): joint intent classification and slot filling (Chen,
Zhuo and Wang, BERT for Joint Intent Classification and Slot Filling, 2019). Nothing behind the reading looks at the
question's text again.
"""
