using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Where one run of a contender happens.</summary>
/// <param name="Server">What it talks to.</param>
/// <param name="Images">The folder of the images.</param>
/// <param name="Output">An empty folder for the results.</param>
/// <param name="Home">An empty folder for a ledger.</param>
/// <param name="Limit">How many images it may have under way at once.</param>
internal sealed record RunPlace(ServerProcess Server, string Images, string Output, string Home, int Limit);
