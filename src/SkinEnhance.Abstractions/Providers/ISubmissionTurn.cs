namespace SkinEnhance;

/// <summary>A submission's place among those that one provider works on at once.</summary>
public interface ISubmissionTurn
{
    /// <summary>Waits until the submission may be sent; returns at once while it has its turn. A provider calls it before every attempt.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>When it may be sent.</returns>
    ValueTask TakeAsync(CancellationToken cancellationToken);

    /// <summary>Gives the turn back because the provider asked for less (429): fewer are let out from now on, and the next attempt stands in
    /// line. The place stays taken until then: whoever got it at once would only be refused too.</summary>
    void GiveBack();
}
