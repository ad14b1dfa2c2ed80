// Nothing of its own: the target that owns the precompiled catch.hpp needs a source.
