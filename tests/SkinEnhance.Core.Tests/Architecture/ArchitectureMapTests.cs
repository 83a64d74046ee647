using SkinEnhance.Core.Tests.Support;

namespace SkinEnhance.Core.Tests.Architecture;

/// <summary>The drawing in docs/architecture.svg shows the code as it is.</summary>
public class ArchitectureMapTests
{
    private const int Width = 100;
    private const int Gap = 10;

    [Fact]
    public Task The_map_is_drawn_from_the_code() => WrittenDocument.VerifyAsync("architecture.svg", ArchitectureMap.Draw(CodeMap.Product));

    [Fact]
    public void An_arrow_past_a_layer_bends_around_the_boxes_in_it()
    {
        var layout = new LayeredLayout(new ArrowGraph([("a", "b"), ("b", "c"), ("a", "d"), ("a", "c")]), Width, Gap);
        Assert.Equal([["a"], ["b", null], ["c", "d"]], layout.Layers.Select(layer => layer.Select(node => node.Name)));
        Assert.Equal(3, layout.Ways.Count);
        Assert.All(layout.Layers, layer => Assert.All(layer.Skip(1).Zip(layer), pair =>
            Assert.True(pair.First.X - pair.Second.X >= ((pair.First.Width + pair.Second.Width) / 2) + Gap)));
    }
}
