using System.Diagnostics;

namespace SkinEnhance.Bench.Comparing;

/// <summary>Something that takes a folder of images through the service.</summary>
internal abstract class Contender
{
    /// <summary>What it is called on the command line.</summary>
    internal abstract string Name { get; }

    /// <summary>What it is, for the report.</summary>
    internal abstract string Description { get; }

    /// <summary>Whether it brings results home; otherwise it uploads only.</summary>
    internal virtual bool Downloads => true;

    /// <summary>Whether it knows routes that only the sink has.</summary>
    internal virtual bool NeedsSink => false;

    /// <summary>Whether it works through processes that it starts.</summary>
    internal virtual bool StartsOthers => false;

    /// <summary>Makes it ready, once.</summary>
    /// <param name="scratch">A folder that it may keep files in until the end.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Why it cannot run; null when it can.</returns>
    internal abstract Task<string?> PrepareAsync(string scratch, CancellationToken cancellationToken);

    /// <summary>What to start for one run.</summary>
    internal abstract ProcessStartInfo Start(RunPlace place);
}
