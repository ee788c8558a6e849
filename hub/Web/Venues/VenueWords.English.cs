namespace CheckIn.Hub.Web.Venues;

public sealed partial record VenueWords
{
    public static VenueWords English { get; } = new()
    {
        Poster = "Poster",
        None = "This site has no poster yet. Visitors scan one with their own phone and say on the hub's page that they come "
            + "in or leave; no gate is needed.",
        Make = "Make the poster",
        Print = "Print",
        How = "Print it on A4 at actual size (100 %), so that the code stays at least 15 cm wide, and hang it where people enter "
            + "and leave.",
        Version = "Version {0}, made {1}",
        Replace = "Replace it",
        ReplaceWhat = "Every printed copy of this poster is void at once: whoever scans one hears that it is no longer used. "
            + "Print and hang the new one straight away.",
        CodeOf = "Code of {0}",
        Step1 = "Scan this code with your phone's camera.",
        Step2 = "Press Enter when you come, Leave when you go.",
        Step3 = "No phone? Ask the staff.",
        Support = "Help: {0}",
        Who = "Whoever runs this place and this hub gets the time, whether you come in or leave, and a number that stands for "
            + "this phone here for one day; it is kept with the records of the entrances. Your phone keeps a random number for a "
            + "year, so that entering and leaving fit together. Neither your name nor your telephone number is asked.",
        Enter = "Enter",
        Leave = "Leave",
        Pass = "Text of a pass (only if you were given one)",
        PassHint = "It begins with CI1:. Leave it empty to use this phone.",
        Entered = "You came in at {0}.",
        Left = "You left at {0}.",
        NotIn = "You were not recorded as coming in, {0}.",
        Again = "Record again",
        CannotUse = "This code cannot be used",
        Desk = "Service desk",
        DeskHow = "Scan the visitor's code into the field, or type the number printed on the card. Nothing of it is kept; that "
            + "somebody asked here is.",
        Code = "Code or number",
        CodeHint = "Identity card, insurance card, personal QR code or pass; a scanner types it and presses Enter.",
        Site = "Site",
        SiteHint = "Code of the site; empty = all that you look after.",
        Ask = "Look up",
        NotToday = "Not today",
        NotTodayNext = "Nobody with this code or number came in today. A gate that is offline sends its records later.",
        Yes = "Yes, came in today",
        InAt = "in at {0}, {1}",
        OutAt = "left at {0}, {1}",
        OutOnly = "was seen to leave only",
        StillInside = "is inside",
        AtPoster = "poster",
    };
}
