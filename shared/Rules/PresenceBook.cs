using CheckIn.Credentials;

namespace CheckIn.Rules;

/// <summary>What is known of somebody.</summary>
/// <param name="IsInside">He has entered in this day of rules, and not left since.</param>
/// <param name="LastEntry">His last entry, Unix ms; null = nobody knows of one.</param>
/// <param name="Entries">Entries in this day of rules.</param>
public readonly record struct Presence(bool IsInside, long? LastEntry, int Entries);

/// <summary>
/// Who is inside, when he entered last and how often, by keys that name nobody. It is asked before a decision and told after
/// its event is durable. A day of rules begins with nobody inside, whichever way the clock went to it. It keeps at most so
/// many people; beyond that whoever moved longest ago is forgotten, which admits rather than refuses. Every step takes
/// the same time however many there are. Not safe from several threads.
/// </summary>
/// <param name="most">Most people, 1 or more. Each takes some 100 bytes.</param>
public sealed class PresenceBook(int most)
{
    private const int None = -1;
    private readonly Dictionary<SubjectKey, int> _places = [];
    private Person[] _people = new Person[Math.Min(most, 64)];
    private int _oldest = None, _newest = None, _free = None, _used;
    private int _day, _inside;
    /// <summary>Counts days as they came, so that one that comes again finds nobody of its first time.</summary>
    private int _generation = 1;

    /// <summary>People that it knows of.</summary>
    public int Count => _places.Count;

    /// <summary>How many are inside in that day of rules.</summary>
    public int Inside(int day) => day == _day ? _inside : 0;

    /// <summary>What is known of somebody in that day of rules.</summary>
    public Presence Of(SubjectKey who, int day)
    {
        if (!_places.TryGetValue(who, out var place))
            return default;
        ref readonly var person = ref _people[place];
        var isToday = day == _day && person.Generation == _generation;
        return new Presence(isToday && person.IsInside, person.LastEntry, isToday ? person.Entries : 0);
    }

    /// <summary>Whether it knows of him at all.</summary>
    public bool Knows(SubjectKey who) => _places.ContainsKey(who);

    /// <summary>He has entered.</summary>
    /// <returns>What <see cref="TakeBack"/> needs if he did not after all.</returns>
    public PresenceMark Entered(SubjectKey who, long at, int day)
    {
        Follow(day);
        ref var person = ref Touch(who, out var before);
        if (!person.IsInside)
            _inside++;
        (person.IsInside, person.LastEntry, person.HasEntered) = (true, at, true);
        person.Entries = (ushort)Math.Min(person.Entries + 1, ushort.MaxValue);
        return new PresenceMark(who, before, person);
    }

    /// <summary>He has left.</summary>
    /// <returns>As <see cref="Entered"/>.</returns>
    public PresenceMark Left(SubjectKey who, int day)
    {
        Follow(day);
        ref var person = ref Touch(who, out var before);
        if (person.IsInside)
            _inside--;
        person.IsInside = false;
        return new PresenceMark(who, before, person);
    }

    /// <summary>He was let through and did not go: as before, unless something has happened since.</summary>
    public void TakeBack(in PresenceMark mark)
    {
        if (!_places.TryGetValue(mark.Who, out var place) || !_people[place].SaysSameAs(mark.After)
            || mark.After.Generation != _generation)
            return;
        ref var person = ref _people[place];
        _inside += (mark.Before.IsInside ? 1 : 0) - (person.IsInside ? 1 : 0);
        person = mark.Before with { Earlier = person.Earlier, Later = person.Later, Who = person.Who };
    }

    /// <summary>Somebody is known by another key from now on; where that one is known already, nothing changes.</summary>
    public void Rename(SubjectKey from, SubjectKey to)
    {
        if (_places.ContainsKey(to) || !_places.Remove(from, out var place))
            return;
        _people[place].Who = to;
        _places.Add(to, place);
    }

    private void Follow(int day)
    {
        if (day == _day)
            return;
        (_day, _inside) = (day, 0);
        _generation++;
    }

    /// <summary>His place, at the newest end, as of this day.</summary>
    private ref Person Touch(SubjectKey who, out Person before)
    {
        if (_places.TryGetValue(who, out var place))
            Unlink(place);
        else
            place = Place(who);
        ref var person = ref _people[place];
        if (person.Generation != _generation)
            (person.Generation, person.IsInside, person.Entries) = (_generation, false, 0);
        before = person;
        (person.Earlier, person.Later) = (_newest, None);
        if (_newest != None)
            _people[_newest].Later = place;
        else
            _oldest = place;
        _newest = place;
        return ref person;
    }

    private int Place(SubjectKey who)
    {
        if (_places.Count >= most)
            Forget(_oldest);
        int place;
        if (_free != None)
            (place, _free) = (_free, None);
        else
        {
            if (_used == _people.Length)
                Array.Resize(ref _people, Math.Min(most, _used * 2));
            place = _used++;
        }
        _people[place] = new Person { Who = who };
        _places.Add(who, place);
        return place;
    }

    private void Forget(int place)
    {
        ref var person = ref _people[place];
        if (person.IsInside && person.Generation == _generation)
            _inside--;
        _places.Remove(person.Who);
        Unlink(place);
        _free = place;
    }

    private void Unlink(int place)
    {
        var (earlier, later) = (_people[place].Earlier, _people[place].Later);
        if (earlier != None)
            _people[earlier].Later = later;
        else
            _oldest = later;
        if (later != None)
            _people[later].Earlier = earlier;
        else
            _newest = earlier;
    }

    internal struct Person
    {
        internal SubjectKey Who;
        internal long Entry;
        internal int Generation, Earlier, Later;
        internal ushort Entries;
        internal bool IsInside, HasEntered;

        internal long? LastEntry
        {
            readonly get => HasEntered ? Entry : null;
            set => Entry = value.GetValueOrDefault();
        }

        internal readonly bool SaysSameAs(in Person other) => Entry == other.Entry && Generation == other.Generation
            && Entries == other.Entries && IsInside == other.IsInside;
    }
}

/// <summary>A movement that may yet be taken back.</summary>
public readonly struct PresenceMark
{
    internal PresenceMark(SubjectKey who, in PresenceBook.Person before, in PresenceBook.Person after) =>
        (Who, Before, After) = (who, before, after);

    internal SubjectKey Who { get; }

    internal PresenceBook.Person Before { get; }

    internal PresenceBook.Person After { get; }
}
