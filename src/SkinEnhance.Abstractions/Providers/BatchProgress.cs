namespace SkinEnhance;

/// <summary>How far a batch is.</summary>
/// <param name="Started">Images taken up so far.</param>
/// <param name="Submitting">Images being checked or sent.</param>
/// <param name="Waiting">Images accepted by the provider and not done.</param>
/// <param name="Saving">Results being downloaded.</param>
/// <param name="Succeeded">Images done.</param>
/// <param name="Failed">Images failed, refused or unknown.</param>
public readonly record struct BatchProgress(int Started, int Submitting, int Waiting, int Saving, int Succeeded, int Failed)
{
    /// <summary>Images that have ended, well or not.</summary>
    public int Ended => Succeeded + Failed;
}
