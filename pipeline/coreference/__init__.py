"""x"""
from pipeline.coreference.listing import references
from pipeline.coreference.reference import Reference
from pipeline.coreference.resolver import Resolver
from pipeline.coreference.scene import Scene
__all__=["Reference","Resolver","Scene","references"]
