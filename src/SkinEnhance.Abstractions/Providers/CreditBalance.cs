namespace SkinEnhance;

/// <summary>What is left on an account.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Pool">The pool that the credits belong to; AILab keeps one for each operation and a common one.</param>
/// <param name="Credits">The credits left; negative when more was used than paid.</param>
/// <param name="Dollars">What they are worth in US dollars; null when that is not known.</param>
public sealed record CreditBalance(string Provider, string Pool, double Credits, double? Dollars = null);
