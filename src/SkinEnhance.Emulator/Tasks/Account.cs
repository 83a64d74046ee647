namespace SkinEnhance.Emulator.Tasks;

/// <summary>A provider's credits.</summary>
internal sealed class Account(double credits)
{
    private readonly object gate = new();
    private double balance = credits;

    public double Balance
    {
        get
        {
            lock (gate)
            {
                return balance;
            }
        }
    }

    /// <summary>Pays when there is enough.</summary>
    /// <param name="amount">The price in credits.</param>
    /// <returns>Whether it was paid.</returns>
    public bool TryPay(double amount)
    {
        lock (gate)
        {
            if (balance < amount)
            {
                return false;
            }

            balance -= amount;
            return true;
        }
    }
}
