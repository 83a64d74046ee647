using SkinEnhance.Bench.Reporting;

namespace SkinEnhance.Bench.Measuring;

/// <summary>A program that ran to its end without being sampled.</summary>
/// <param name="StartedAt">Just before it was started.</param>
/// <param name="FirstLineAfter">From then to its first line on standard output; null when it wrote none.</param>
/// <param name="Wall">From then to its end.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record Launched(DateTimeOffset StartedAt, TimeSpan? FirstLineAfter, TimeSpan Wall, int ExitCode, string Error)
{
    /// <summary>Goes on only if it ended well: a time of something that failed is the time of something else.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal Launched Succeeded()
    {
        if (ExitCode == 0)
        {
            return this;
        }

        Report.Note(Error);
        throw new InvalidOperationException(Invariant($"the program ended with exit code {ExitCode}"));
    }
}
