namespace SkinEnhance.Cli.Output;

/// <summary>Shows a run. <see cref="Begun"/>, <see cref="Progress"/> and <see cref="Note"/> are called from any thread.</summary>
internal interface IReporter
{
    /// <summary>Whether it can make use of the number of images, which has to be counted apart.</summary>
    bool WantsTotal { get; }

    /// <summary>Runs the work with the display around it.</summary>
    /// <param name="work">The work.</param>
    /// <returns>When both are done.</returns>
    Task ShowAsync(Func<Task> work);

    /// <summary>How many images there will be.</summary>
    /// <param name="count">The number.</param>
    void Total(int count);

    /// <summary>An image was taken up.</summary>
    /// <param name="request">What is asked for.</param>
    void Begun(EnhanceRequest request);

    /// <summary>An image ended, well or not.</summary>
    /// <param name="task">Its last snapshot.</param>
    void Ended(EnhanceTask task);

    /// <summary>The counts of the images under way changed.</summary>
    /// <param name="progress">The counts.</param>
    void Progress(BatchProgress progress);

    /// <summary>A line for standard error.</summary>
    /// <param name="line">Safe text.</param>
    void Note(string line);

    /// <summary>The last words, once the display is gone.</summary>
    /// <param name="tally">How the images ended.</param>
    /// <param name="cancelled">Whether the run was cut short.</param>
    void Finish(RunTally tally, bool cancelled);
}
