namespace SkinEnhance;

/// <summary>What is left on an account.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Pool">The pool that the credits belong to; AILab keeps one for each operation and a common one.</param>
/// <param name="Credits">The credits left.</param>
public sealed record CreditBalance(string Provider, string Pool, double Credits);
