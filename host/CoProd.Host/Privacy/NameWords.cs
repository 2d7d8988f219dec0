namespace CoProd.Host.Privacy;

/// <summary>Titles, and words that are names as well. All of them as <see cref="NameFinder"/> compares: small letters, no accents.</summary>
internal static class NameWords
{
    // Clear ones are nothing but titles: after them a name needs no capital letter.
    private static readonly HashSet<string> Clear = Set(
        "mr mrs ms miss mx dr prof professor doctor revd rev cllr councillor mister"
    );

    private static readonly HashSet<string> Others = Set(
        "sir dame lord lady canon imam rabbi sister brother nurse father reverend pastor aunt auntie uncle captain judge"
    );

    // Never a name where they stand alone: particles, and what is too common to be taken for anybody.
    private static readonly HashSet<string> Small = Set(
        """
        a an as at be by do go he hi if in is it me my no of oh ok on or so to up us we the and not
        de da di du del der den des dos la le van von bin ibn ap ab el al
        """
    );

    // Alone and in small letters, such a word means what it says.
    private static readonly HashSet<string> Ordinary = Set(
        """
        abbey able ace acorn alder amber angel april apple arch archer art ash august autumn baker banks bar barber barley barn baron bay
        beach bean bear beau beck bell bench berry best bill bird bishop black blake bliss block bloom blue blunt bond booth boot bow bowler
        box boy brand branch brave bread breeze brewer brick bridge bridges bright brook brooks broom brown bruce buck bud bull burden burn
        burns bush bushel butcher butler butter can candy cane cannon care carpenter carter carver case cash castle chance chase cherry child
        christian church clay clear clement cliff close cloud coal coles collier comfort conway cook cooper coral corn cotton court coward cox
        crane cross crow crystal cullen curry cutler cutter daisy dale dancer dawn day days dean dear dell dew diamond dick dish dive dolly
        doll dove down drew drake draper dusty duke dunn dyer early earl east eden elder else ember english ernest eve ever every fair faith
        fall fallow farmer farr fawn fern few field fields fife finch fine fire fish fisher flint flood flower flowers flora florence fog
        forest ford forge forrest foster found fountain fowler fox frank freed freeman french friend frost fuller gale garden gardener garland
        garner garter gate gates gay gem gene george german giles gill gilt ginger glad glass glen glover gold golden good goodman gore grace
        grain grange grant gray graves great green greenwood grey griffin grim grove guest guy hale hall halls ham hand hands harbour hardy
        hare harp harper hart harvest haven hawk hay hays hazel head heath heather heaven heavens hedge henry hero hill hills hilt hind holder
        holiday hollow holly holmes holy home honey honour hood hook hooker hope horn horne house howe hunt hunter hurst hush ice iris iron
        ivory ivy jack jade jasmine jasper jay jean jet jewel joiner jolly joy judge july june juniper just keen keep kent kid kind king kings
        kirk kite knight lace lake lamb lance land lane large lark law laws lawn lea leaf lee leigh lent levy light lily lime lines link lion
        list little lively lock lodge long lord lott love lovely low lowe luck lucky mace major mallet man mann march marine mark marks marsh
        marshall martin mason masters matt max may mead meadow meadows mercy merit merry mild miles mill miller mills mint miner monday money
        monk moody moon moor moore moss mould mount mountain myrtle nail nash neat new newman nick night noble noon norm norman north nurse
        oak oakes oaks ocean olive opal orange orchard own page paige pain paint painter palmer pansy paris park parker parks parry parsons
        part pat patience patron payne peace peach peacock pearl peer penny pepper perch perry pet petal peter pets phoenix pickles pike pine
        piper pitman place plant player plum pole pool poole poor pope poppy porter pots potter potts power powers pratt pride priest prince
        prior proud prudence purse quick quill rains ran raven ray read reader red reed rest rice rich riches rick ridge rigg ring ripley rise
        river rivers road rob robin rock rod roman root rose rosemary rouse rowan royal ruby rue rush rust sage sadler sail saint sale sally
        sands sandy saunter savage savannah sawyer say scarlet scott seal sergeant serene shade shallow sharp shaw shell shepherd sheriff shore
        short sierra silver simple singer singh sky skinner slade sleep slow small smart smith snow solomon song south spark sparks spear spears
        speed spencer spice spring square squire stables stack star stark steel steward stewart stock stone storm stout stow strange stream
        street strong sue summer summers sunny surge swan sweet swift tailor tanner tate taylor temple terry thatcher thorn thorne thrift tiger
        tile tiller tim tin toil tom tony tower towers town trade travel treasure tree true trust tucker tuesday turner tyler vale valentine
        vance vera victor viola violet virtue wade wages wake walker wall waller walls ward ware warden warner warren waters watt watts way
        weaver webb webster weeks well wells west wheat wheeler whistler white whiting wild wilder wiles will willow wills win wind winter
        winters wise wit wood woods woodward woody worth wren wright wry wynn yard young zest
        """
    );

    public static bool IsTitle(string word, out bool isClear)
    {
        isClear = Clear.Contains(word);
        return isClear || Others.Contains(word);
    }

    public static bool IsTooShort(string word) => Small.Contains(word);

    public static bool IsOrdinary(string word) => Ordinary.Contains(word);

    private static HashSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
