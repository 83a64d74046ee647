namespace SkinEnhance.Cli.Output;

/// <summary>Shows a run. <see cref="Started"/>, <see cref="Progress"/> and <see cref="Note"/> are called from any thread.</summary>
internal interface IReporter
{
    /// <summary>Whether it uses the number of images, which must be counted separately.</summary>
    bool WantsTotal { get; }

    /// <summary>Runs the work with the display.</summary>
    /// <param name="work">The work.</param>
    /// <returns>Completes when both have ended.</returns>
    Task ShowAsync(Func<Task> work);

    /// <summary>Sets the number of images.</summary>
    /// <param name="count">The number.</param>
    void Total(int count);

    /// <summary>An image was started.</summary>
    /// <param name="request">Its request.</param>
    void Started(EnhanceRequest request);

    /// <summary>An image ended, successfully or not.</summary>
    /// <param name="task">Its last snapshot.</param>
    void Ended(EnhanceTask task);

    /// <summary>The counts of the images in progress changed.</summary>
    /// <param name="progress">The counts.</param>
    void Progress(BatchProgress progress);

    /// <summary>A line for standard error.</summary>
    /// <param name="line">Safe text.</param>
    void Note(string line);

    /// <summary>Writes the end of the run, after the display has ended.</summary>
    /// <param name="tally">How the images ended.</param>
    /// <param name="cancelled">Whether the run was canceled.</param>
    void Finish(RunTally tally, bool cancelled);
}
