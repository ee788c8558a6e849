using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>What came of looking at a proof.</summary>
/// <param name="Holds">
/// It is right, if this says so too, in the transaction that acts on it; it takes what is good once. Null = see
/// <paramref name="Answer"/>.
/// </param>
internal sealed record Proof(SignIn Answer, Func<Database, bool>? Holds = null);

/// <summary>Passwords and codes, looked at as often as <see cref="Lockouts"/> lets.</summary>
internal sealed class Proofs(
    PeopleBook people, PasswordHashes hashes, FactorKey key, Lockouts lockouts, RefusalLedger ledger, TimeProvider time)
{
    /// <summary>A password; a success, or a failure, is counted here.</summary>
    /// <param name="name">As it was typed, folded.</param>
    /// <param name="person">Who has that name; null = nobody.</param>
    internal async Task<Proof> ByPasswordAsync(
        string name, Person? person, string password, Origin origin, CancellationToken cancellation)
    {
        if (Wait(name, person, origin) is { } wait)
            return wait;
        var hash = people.Read(db => PersonRows.Secrets(db, person?.Id ?? 0))?.Password;
        var match = await hashes.CompareAsync(hash, password, cancellation);
        if (match is null)
        {
            lockouts.TakeBack(name, origin.Address);
            return new Proof(SignIn.Busy);
        }
        if (match == PasswordMatch.No)
        {
            ledger.SignIn(origin, person);
            return new Proof(SignIn.Refused);
        }
        lockouts.Succeeded(name, origin.Address);
        var better = match == PasswordMatch.YesButOld ? await hashes.HashAsync(password, cancellation) : null;
        return new Proof(SignIn.Refused, db =>
        {
            if (PersonRows.Secrets(db, person!.Id)?.Password != hash)
                return false;
            if (better is not null)
                PersonRows.ReplacePassword(db, person.Id, hash!, better);
            return true;
        });
    }

    /// <summary>
    /// A code of the generator or for recovery; <see cref="Judged"/> must be told what came of it, unless it is
    /// answered here.
    /// </summary>
    internal Proof ByCode(Person person, string code, Origin origin)
    {
        if (Wait(KeyOf(person), person, origin) is { } wait)
            return wait;
        if (!Totp.IsCode(code))
            return new Proof(SignIn.Refused, db => PersonRows.TakeRecoveryCode(db, person.Id, code));
        if (people.Read(db => PersonRows.Secrets(db, person.Id))?.Totp is { } kept
            && key.Open(person.Id, kept) is { } secret && Totp.Match(secret, code, time.GetUtcNow()) is { } step)
        {
            return new Proof(
                SignIn.Refused, db => IsStill(db, person, kept) && PersonRows.TakeStep(db, person.Id, step));
        }
        ledger.SignIn(origin, person);
        return new Proof(SignIn.Refused);
    }

    internal void Judged(Person person, Origin origin, bool isRight)
    {
        if (isRight)
            lockouts.Succeeded(KeyOf(person), origin.Address);
        else
            ledger.SignIn(origin, person);
    }

    internal void Refused(Origin origin, Person? person = null) => ledger.SignIn(origin, person);

    private Proof? Wait(string name, Person? person, Origin origin)
    {
        var wait = lockouts.Begin(name, origin.Address);
        if (wait <= TimeSpan.Zero)
            return null;
        ledger.SignIn(origin, person);
        return new Proof(new SignIn(SignInOutcome.Wait, Wait: wait));
    }

    /// <summary>No name: only who has the password comes so far, and nobody else makes him wait.</summary>
    private static string KeyOf(Person person) => $"\0code of {person.Id}";

    private static bool IsStill(Database db, Person person, byte[] totp) =>
        PersonRows.Secrets(db, person.Id)?.Totp is { } now && now.AsSpan().SequenceEqual(totp);
}
