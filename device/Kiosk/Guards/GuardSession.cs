using System.Security.Cryptography;
using System.Text;

namespace CheckIn.Gate.Kiosk.Guards;

/// <summary>A guard who is in.</summary>
internal sealed class GuardSession(Guard guard, string token, TimeProvider time)
{
    /// <summary>Without doing anything.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    /// <summary>In any case.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private long _touched = time.GetTimestamp();
    private string _form = NewKey();

    internal Guard Guard => guard;

    internal string Token => token;

    /// <summary>How he is called where he answers for something.</summary>
    internal string Operator => "pin:" + guard.Name;

    internal bool IsOver => time.GetElapsedTime(_began) >= Longest || time.GetElapsedTime(Volatile.Read(ref _touched)) >= Idle;

    /// <summary>Of the form that he sees now; each is good once, so that what is sent twice is done once.</summary>
    internal string FormKey
    {
        get
        {
            lock (_lock)
                return _form;
        }
    }

    /// <summary>What became of what he did last; null = nothing.</summary>
    internal DeskAnswer? Answer { get; set; }

    internal bool Has(string? other) => other is not null && !IsOver
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(other));

    internal void Touch() => Volatile.Write(ref _touched, time.GetTimestamp());

    /// <summary>Uses up the form's key.</summary>
    /// <returns>False = it is another form's, which was used before or is nobody's.</returns>
    internal bool TryUse(string? key)
    {
        lock (_lock)
        {
            if (key != _form)
                return false;
            _form = NewKey();
            return true;
        }
    }

    private static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
