using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Everybody who may sign in, in memory, because every request asks. One change at a time: a transaction with its audit
/// row, then memory. What proves who somebody is stays in the database and is read when it is needed.
/// </summary>
internal sealed class PeopleBook : IDisposable
{
    /// <summary>Of a province's sites each has a manager or two; past this it is somebody's mistake.</summary>
    internal const int Most = 50_000;

    private readonly EventStore _store;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Person> _people;
    private readonly Dictionary<string, Person> _byName;
    private Person[]? _inOrder;

    public PeopleBook(EventStore store)
    {
        _store = store;
        _people = store.Read(static db => PersonRows.Load(db, null)).ToDictionary(static person => person.Id);
        _byName = _people.Values.ToDictionary(static person => person.Name, StringComparer.Ordinal);
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<Person> All
    {
        get
        {
            lock (_lock)
                return _inOrder ??= [.. _people.Values.OrderBy(static person => person.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Null = there is none of that name, in whatever case it was typed.</summary>
    public Person? Find(string name)
    {
        lock (_lock)
            return _byName.GetValueOrDefault(PersonName.Fold(name));
    }

    /// <summary>Null = there is none, or no more.</summary>
    public Person? Find(long id)
    {
        lock (_lock)
            return _people.GetValueOrDefault(id);
    }

    /// <summary>Reads what is kept of people beyond what is in memory.</summary>
    internal T Read<T>(Func<Database, T> read) => _store.Read(read);

    public void Dispose() => _changing.Dispose();

    /// <summary>
    /// Changes one person, or adds him. What <paramref name="change"/> returns is thrown here: thrown in there, the
    /// store would take it for trouble. It must write nothing when it refuses.
    /// </summary>
    /// <param name="id">Whose memory follows; of somebody new it is asked after the change.</param>
    /// <param name="change">Within the transaction; null = done.</param>
    /// <param name="committed">After it and before any other change: sessions begin and end here.</param>
    internal async Task ChangeAsync(
        Func<long?> id, Func<Database, AccountException?> change, CancellationToken cancellation,
        Action? committed = null)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            AccountException? refusal = null;
            // From here on it is done whoever still waits for it: memory must follow what is committed.
            await _store.WriteAsync(db => refusal = change(db), CancellationToken.None);
            if (refusal is not null)
                throw refusal;
            if (id() is { } changed)
                Reload(changed);
            committed?.Invoke();
        }
        finally
        {
            _changing.Release();
        }
    }

    internal Task ChangeAsync(
        long id, Func<Database, AccountException?> change, CancellationToken cancellation, Action? committed = null) =>
        ChangeAsync(() => id, change, cancellation, committed);

    private void Reload(long id)
    {
        var person = _store.Read(db => PersonRows.Load(db, id)).FirstOrDefault();
        lock (_lock)
        {
            if (_people.Remove(id, out var old))
                _byName.Remove(old.Name);
            if (person is not null)
                _people[id] = _byName[person.Name] = person;
            _inOrder = null;
        }
    }
}
