namespace SkinEnhance.Core.Tests.Architecture;

/// <summary>Arranges names in layers, so that every arrow points down, and arrows past a layer bend around its boxes.</summary>
internal sealed class LayeredLayout
{
    // Each round straightens the arrows a little more; a drawing of this size does not change any more before the last.
    private const int Rounds = 60;

    private readonly List<Node[]> _layers = [];

    /// <param name="graph">The arrows, of which those are placed that do not follow from others.</param>
    /// <param name="width">The width of a name's box.</param>
    /// <param name="gap">The least space between two boxes, and the width of an arrow's bend.</param>
    internal LayeredLayout(ArrowGraph graph, int width, int gap)
    {
        var nodes = graph.Names.ToDictionary(name => name, name => new Node(name, graph.Level(name), width), StringComparer.Ordinal);
        var bends = new List<Node>();
        foreach (var (from, to) in graph.Direct)
        {
            List<Node> way = [nodes[from]];
            for (var level = nodes[from].Level - 1; level > nodes[to].Level; level--)
            {
                way.Add(new Node(null, level, gap));
            }

            way.Add(nodes[to]);
            bends.AddRange(way[1..^1]);
            Ways.Add(way);
            for (var index = 1; index < way.Count; index++)
            {
                way[index - 1].Neighbours.Add(way[index]);
                way[index].Neighbours.Add(way[index - 1]);
            }
        }

        _layers.AddRange(nodes.Values.Concat(bends).GroupBy(node => node.Level).OrderByDescending(layer => layer.Key).Select(layer => layer.ToArray()));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var layer in round % 2 == 0 ? _layers : Enumerable.Reverse(_layers))
            {
                Place(layer, gap, mayReorder: round < Rounds / 2);
            }
        }

        var left = _layers.Min(layer => layer[0].X - (layer[0].Width / 2.0));
        foreach (var node in _layers.SelectMany(layer => layer))
        {
            node.X -= left;
        }

        Width = _layers.Max(layer => layer[^1].X + (layer[^1].Width / 2.0));
    }

    /// <summary>The layers from the top to the bottom, each from left to right.</summary>
    internal IReadOnlyList<IReadOnlyList<Node>> Layers => _layers;

    /// <summary>The arrows, each from its first name over its bends to its last.</summary>
    internal List<List<Node>> Ways { get; } = [];

    internal double Width { get; }

    /// <summary>Moves the boxes of a layer to where their arrows are straight, as far as there is space.</summary>
    private static void Place(Node[] layer, int gap, bool mayReorder)
    {
        var wanted = layer.ToDictionary(node => node, node => node.Neighbours.Select(other => other.X).DefaultIfEmpty(node.X).Average());
        if (mayReorder)
        {
            var places = layer.Select((node, place) => (node, place)).ToDictionary(pair => pair.node, pair => pair.place);
            Array.Sort(layer, (one, other) => (wanted[one], places[one]).CompareTo((wanted[other], places[other])));
        }

        var fromLeft = new double[layer.Length];
        var fromRight = new double[layer.Length];
        for (var index = 0; index < layer.Length; index++)
        {
            fromLeft[index] = index == 0 ? wanted[layer[0]] : Math.Max(wanted[layer[index]], fromLeft[index - 1] + Distance(index));
        }

        for (var index = layer.Length - 1; index >= 0; index--)
        {
            fromRight[index] = index == layer.Length - 1 ? wanted[layer[index]] : Math.Min(wanted[layer[index]], fromRight[index + 1] - Distance(index + 1));
            layer[index].X = (fromLeft[index] + fromRight[index]) / 2;
        }

        double Distance(int index) => ((layer[index - 1].Width + layer[index].Width) / 2.0) + gap;
    }

    /// <summary>A box, or a bend of an arrow.</summary>
    internal sealed class Node(string? name, int level, int width)
    {
        /// <summary>Its name; null for a bend.</summary>
        internal string? Name => name;

        internal int Level => level;

        internal int Width => width;

        /// <summary>Its middle.</summary>
        internal double X { get; set; }

        internal List<Node> Neighbours { get; } = [];
    }
}
