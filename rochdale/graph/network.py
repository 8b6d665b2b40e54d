"""Networks: the partnerships of a graph as networkx holds them."""

import networkx as nx
import pyoxigraph as ox

from rochdale.graph.query import ask
from rochdale.loaders.vocabulary import BASE


def partnership_network(store: ox.Store) -> "nx.MultiDiGraph[str]":
    """The partnership network of a graph.

    Returns:
        A multigraph whose nodes are keys of organisations (`organisation/ilo`), each with its `label` and `iri`. Edges
        carry `relation`, `weight` (how many items name the partnership) and `directed`; an edge that is not directed
        stands once, from the IRI that sorts first. Nodes and edges in the order of the IRIs.
    """
    network = nx.MultiDiGraph()
    for row in ask(store, "network-edges").values():
        source, target = _key(row["source"]), _key(row["target"])
        network.add_node(source, label=row["source_name"] or source, iri=row["source"])
        network.add_node(target, label=row["target_name"] or target, iri=row["target"])
        relation = str(row["relation"]).rpartition("/")[2]
        network.add_edge(source, target, relation, relation=relation, weight=row["weight"], directed=row["directed"])
    return network


def _key(iri: object) -> str:
    return str(iri).removeprefix(BASE)
