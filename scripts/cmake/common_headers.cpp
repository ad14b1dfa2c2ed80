// Nothing of its own: the target that owns the precompiled common headers needs a source.
