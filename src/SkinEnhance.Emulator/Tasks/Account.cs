namespace SkinEnhance.Emulator.Tasks;

/// <summary>A provider's credits.</summary>
internal sealed class Account(double credits)
{
    private readonly object _gate = new();
    private double _balance = credits;

    public double Balance
    {
        get
        {
            lock (_gate)
            {
                return _balance;
            }
        }
    }

    /// <summary>Pays an amount if the credits suffice.</summary>
    /// <param name="amount">The price in credits.</param>
    /// <returns>Whether it was paid.</returns>
    public bool TryPay(double amount)
    {
        lock (_gate)
        {
            if (_balance < amount)
            {
                return false;
            }

            _balance -= amount;
            return true;
        }
    }
}
