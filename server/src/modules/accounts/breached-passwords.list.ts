/**
 * Passwords known from breaches, in lower case and at least 8 characters long (shorter ones are refused by length).
 * Derived from: zxcvbn 4.4.2 frequency list, https://github.com/dropbox/zxcvbn (MIT, © 2012-2016 Dan Wheeler and Dropbox,
 * Inc.), and SecLists Chinese-common-password-list-top-1000.txt, https://github.com/danielmiessler/SecLists (MIT, © 2018
 * Daniel Miessler), plus long numbers common on Chinese keyboards. A code table: data, not code.
 */
export const breachedPasswords: ReadonlySet<string> = new Set(
  `
!qaz2wsx %%passwo 00000000 0000000000o 01011900 01011960 01011971 01011977 01011979 01011982 01011985 01011986
01011989 01011991 01011993 01011994 01011995 01012001 01012011 01021990 01031988 01041985 01041988 01061986
01071986 01091989 01121986 01478520 0192837465 02011980 02011982 02011985 02011986 02011987 02011989 02021976
02021979 02021982 02021985 02021986 02021990 02031970 02031973 02031974 02031978 02031979 02031980 02031982
02031987 02031988 02031989 02041975 02041976 02041980 02041981 02041983 02041984 02041988 02051973 02051976
02051977 02051978 02051981 02051982 02051984 02051988 02061971 02061974 02061976 02061977 02061988 02061989
02071975 02071976 02071978 02071979 02071980 02071982 02071986 02071988 02081970 02081974 02081976 02081977
02081984 02081985 02081986 02081987 02081989 02091971 02091973 02091975 02091976 02091977 02091981 02091984
02091985 02091987 02101973 02101976 02101979 02101984 02101985 02101986 02101987 02101989 03041991 04041988
05051987 05051989 06061986 063dyjuy 07071977 07071987 07091990 08051990 08081988 09051945 10011990 100200300
10051987 10101986 10203040 10293847 11111111 1111qqqq 11121986 111222333 112233445566 12011987 12021988 12031987
12121985 12121990 123123123 1232323q 123321123 123321456 12340987 12344321 1234509876 123454321 1234554321
12345612 123456123 12345654321 123456654321 12345678 123456789 1234567890 12345678900 1234567890q 1234567891
12345678910 1234567899 123456789a 123456789abc 123456789k 123456789l 123456789m 123456789o 123456789z 12345679
1234567aa 123456ab 123456abc 123456as 123456asd 123456qq 123456qwe 123456qwerty 12345abc 12345qaz 12345qwerty
1234kekc 1234rewq 123581321 12369874 123698745 123789456 123masha 123mudar 123qq123 123qwert 12locked 12qw34er
12qwaszx 13031987 13041987 13041988 13243546 13245768 134679852 13576479 135792468 135798642 14021985 14021986
14725836 147258369 14785236 147852369 147896321 147896325 14881488 15011987 15021985 15051981 15051990 15101986
159753123 159753456 17011987 17171717aa 18061990 18091985 18121812 18273645 18436572 19283746 19411945 1a2b3c4d
1a2s3d4f5g 1asshole 1jennife 1michael 1million 1mustang 1password 1q2w3e4r 1q2w3e4r5t6y 1qaz2wsx 1qazxsw2
1qazxsw23edc 1qw23er4 1x2zkg8w 20031987 20051988 20061988 20091988 20spanks 21011989 21031987 21051988 21051991
22021986 22061941 22334455 22446688 23041987 23skidoo 24061986 24681012 246813579 25031987 25041988 25081988
25091987 25121987 26061987 28021990 28021992 28041987 29051989 29071983 2wsx3edc 2wsxzaq1 30031988 30041986
30051985 31415926 32165498 321654987 45m2do5bs 50spanks 5201314520 66666666 67camaro 68camaro 69213124
69camaro 73501505 74108520 74123698 741258963 741852963 74227422 78963214 789654123 88888888 89600506779
8phrowz624 911turbo 918273645 9293709b13 963852741 987456321 987654321 987654321q 99762000 a1234567 a12345678
a123456789 a123456a a1b2c3d4e5 aa123456 aaaa1111 aaaaaaa1 abc12345 abc123456 abcd1234 aberdeen abrakadabra
acapulco access99 account1 achilles acidburn adgjmptw admin123 admin888 adrenalin adventur aerosmith agent007
agnieszka airborne airforce alabama1 albatros alcatraz aleksandr aleksandra alessand alex1234 alexande alexander1
alexandr alexandre alexandru alfarome algernon aligator alligator allison1 allstars alpha123 alphabet alphaman
amateurs ambrosia america1 amoremio amsterdam anaconda anastasiya andrew12 andromed andromeda andyod22 angel123
anna2614 anteater anthony2 anthony7 aolsucks aqualung arabella argentin arizona1 armagedon armstron arsenalfc
as123456 asd12345 asd123456 asdasd123 asdfg123 asdfg12345 asdfgh01 asdfghjk asdfghjkl asdfjkl; asmodeus assassin
assassins assclown assmunch astalavista atlanta1 atlantis atreides augustin austin31 austin316 australi avalanch
avalanche awesome1 azsxdcfv babemagn babybear babyblue babycake babydoll babylon5 backdoor badlands bajingan
baltimor baphomet baracuda barakuda barbara1 barcelona bareback barefeet barefoot baritone barracud baseball1
basketba bayliner bcfields beachbum beckham7 beethove behemoth bellagio bendover benessere bergkamp bernhard
bettyboo bettyboop bigblock bigbooty bigbucks bigbutts biggdogg bigpimpi billabong billiard billybob biohazard
bionicle birthday1 birthday4 bismarck bismillah blackbelt blackberry blackbir blackboy blackcat blackcoc blackdog
blackhawk blackie1 blackjac blackjack blacklab blackops blackout blahblah blaster1 blessed1 blessing blizzard
blowjobs blue1234 blueball bluebell bluefish bluejays bluenose bluesman bluestar bobafett bobmarle bonehead
bonethug bonghits bookcase bookworm boomboom borabora bordeaux boris123 bradley1 brandon1 brasilia broncos1
broodwar brooklyn brother1 bubblegum buckeyes buckshot buckwhea buddy123 buffalo1 buffalos bullseye bunghole
buster12 buttercup butterfl butthead buttplug bynthytn c3por2d2 cableguy cadillac caliente californ caligula
callisto cambiami cameltoe cameron1 candyass candyman cannabis cannibal capitals capoeira capricorn capslock
captain1 carefree carlitos carolina carthage cartoons casanova cashflow catfight catwoman cezer121 cfitymrf
chainsaw champion chargers charles2 charlie123 charlie2 checkmat cheerleaers chemistr cherries cheshire chester1
chevrole chevrolet cheyanne cheyenne chicago1 chickenwing101 chillout chipmunk chipper1 chocolat chocolate1
chopper1 choppers chris123 chrissy1 christia christin christma christop christy1 chrysler cinnamon civilwar
claudia1 clevelan clippers clitoris close-up cnfybckfd cocksuck cocksucker codeblue colombia comanche commande
commodor computer computer1 concrete control1 coolbean coolhand copenhag corleone cornhole corvet07 counterstrike
coventry crazybab creepers cricket1 cristiano crusader cucumber cutiepie cvbhyjdf cxfcnkbdfz cyclones dagobert
daisydog dallas22 dangerou daniel12 dannyboy daredevi darkangel darklord darkness darkside darkstar darthvader
daydream deadhead deadpool deadspin deathnote deborah1 deepthro deerhunt deeznuts deeznutz deftones delpiero
derrick1 destroye detectiv detroit1 devil666 dfktynbyf dhjnvytyjub diamonds dickhead digital1 dilligaf dillweed
dima1995 dirtbike dirtydog discover dkflbvbhjdbx dkflbvbhjdyf doberman dodgeram doggydog doggystyle doghouse
dolemite dolphin1 dolphins domainlock2005 dominator dominion doorknob dortmund doughboy douglas1 dragon01
dragon11 dragon12 dragon123 dragon88 dragon99 dragonball dragonballz dragonfl dragonfly dragrace dragster
dreamcas drjynfrnt dropkick drpepper dtxyjcnm ducati99 duckhunt dutchess dzxtckfd eastwood eatmenow eatpussy
eclipse1 edinburg ekaterina elcamino eldorado electric electron element1 elephant eleven11 emachines embalmer
enforcer england1 enternow envision ericsson escalade espresso euphoria evanescence evangelion evergree everques
excalibur fairlane fantasia fantasy1 fantomas farscape favorite8 ferrari1 fidelity fightclub finalfantasy
fireball firebird fireblad firefigh firehawk fisherma fisherman fishing1 fkbyjxrf fktrcfylh fktrcfylhf flashman
flipmode florida1 flounder flowers1 fordtruc foreplay forever1 forgetit formula1 foxylady francesc francis1
francisc freckles fred1234 freebird freedom1 freeuser freiheit frenchie frontier fuck_inside fuckface fuckfest
fuckinside fuckme69 fuckmehard fuckoff1 fuckthat fuckyou1 fuckyou123 fuckyou2 fullmoon funhouse fussball fuzzball
fyfnjkbq fyutkbyf fyutkjxtr galadriel gallaries gamecock gamecube gandalf1 ganjaman ganjubas garfield gargoyle
gatorade gbhfvblf geibcnbr general1 genesis1 georgia1 geraldin germany1 geronimo gesperrt getsdown gfhjkm12
gfhjkm123 gfhjkmgfhjkm gfhjkzytn ghbdtn123 ghbdtndctv ghblehjr ghbrjkbcn ghjcnjghjcnj ghjcnjnfr ghjdthrf
ghjuhfvvf ghjvtntq ghostrider gigabyte girfriend gizmodo1 gladiato glendale glennwei glenwood godsmack goldeney
goldeneye goldfing goldwing golfball golfclub goodfell goodgirl goodison goodstuf goodtime goodyear goofball
gorillaz gotohell gotyoass grapeape greatone greatsex greedisgood greenbay greenman greyhoun greywolf gtnhjdbx
guardian guesswho guillaum guinness gunsling gy3yt2rgls gymnastic hallowee hammerhe handball hannibal hannover
happyday hardball harddick hardrock hardwork harrypotter hatteras hawaii50 hawaiian hawkeyes hawkwind hayabusa
heineken hello123 henderso hercules hernande hibernia highheel highland highlander hilfiger hillside hitman47
hogwarts hollywoo holyshit homebrew homepage hondacivic hooligan hooters1 hornyboy hornyguy hornyman horsemen
hotgirls hotpussy hotstuff hounddog housewife housewifes hugoboss huskers1 hyperion ibilljpf icehouse idontkno
idontknow ignatius ihateyou ijrjkflrf ilikesex illumina ilovegod iloveher ilovepussy ilovesex iloveyou ilya1234
ilya1992 immortal impalass imperium implants india123 inspiron internet internet1 intruder inuyasha ireland1
irishman ironhors iwantsex jackass1 jakester james007 james123 jamesbon jamesbond japanees jason123 jediknig
jeepster jellybea jennifer1 jessica2 jesus777 johannes johncena johndeer johnson1 jordan23 joseluis joystick
junkmail just4fun justdoit justin12 justinbieber kamasutra kangaroo karamelka karolina katarina katerina
kawasaki kazanova kenworth kickflip kikimora killbill killer123 kingkong kingsize kingston kissmyas kissmyass
kittykat kleopatra knickerless knickers knockers knuckles komputer kordell1 koroleva kovalenko krasnodar
kristen1 l58jkdjp!  labrador lacrimosa lacrosse ladybird lakers24 lakeside lalakers lalaland lancaste landrove
laracroft leavemealone left4dead legoland lesbians letmein1 letmesee letsdoit lexingky lfitymrf lifeisgood
lighthou lightnin lightning lilwayne limewire limpbizkit lincoln1 lindsey1 lionhear lionking littlema liverpoo
livewire lizaveta lockdown loglatin lokomotiv lollipop lonesome lonewolf longdong longhorn longlegs longshot
loredana losangel losangeles lovehate loveme89 loverboy lowrider ludacris lunchbox macdaddy macgyver machoman
macintos mackenzi maddison madison1 madonna1 magicman magnavox majestic mallrats mammamia manager1 manchester
mandingo manhatta mapet123456 maradona marajade marauder marcello marcius2 marigold marijuana mariners marseill
masamune mash4077 master11 masterbating mastermind masturbation matchbox matthew2 matthias maurizio maverick
maximilian maximus1 mazafaka mazda323 mazdarx7 meandyou meatball meatloaf mechanic megadeth megapass megatron
melanie1 mercedes metalgear metalica metallic metallica metallica1 michael1 michelle1 microlab microsoft milashka
milkyway millenium minimoni miranda1 misfit99 mississi mnbvcxz1 mobydick molly123 mollydog momsanaladventure
moneyman monique1 monkey11 monkey12 monkey123 monkey69 monkeybo monkeyman monolith montana1 montecar montrose
moonbeam moonlight moonstar morozova morpheus morrowind motherfu motocross motorcyc mousepad muffdive munchkin
mushroom music123 mustang0 mustang2 mustang3 mustang5 mustangg myfriend mymother mypassword myxworld nancy123
nascar24 natalie1 natasha1 natedogg nathanie nautilus navigato nbuhtyjr needforspeed nemesis1 nemrac58 netscape
nevermind nevermor neworder newpass1 newpass6 newport1 newstart nicetits nightmar nightowl nightwin nineinch
nocturne nokia3250 nokia5130 nokia5230 nokia6233 noname123 nosferat nosferatu nostromo notebook nothing1
notredam nthvbyfnjh ntktdbpjh nuttertools nyyankee october1 oldschool onepiece open1234 opendoor opensesame
operator outsider overkill p0015123 p455w0rd p4ssw0rd p@ssw0rd pa55word packard1 packers1 paintball pakistan
palmtree panasonic pandora1 panorama pantera1 panthers panties1 papabear papichul paradise partizan pasadena
pass1234 passfind passion1 passmast passw0rd passwor1 password1 password11 password12 password123 password2
password3 passwort patches1 patriots patrizia patterso pavement pavilion peaceout pearljam pegasus1 penetrating
penetration penguin1 pennstat pentium4 perfect1 peterpan petrovich phantom1 pharmacy phillies phillip1 pi314159
pimpdaddy pimpster pineapple pinetree pioneer1 pippen33 piramida pizzahut playball playboys playstat playtime
plymouth pokemon1 polarbea pontiac1 poohbear pool6123 poophead popcorn1 pornking pornographic pornpass pornstar
porsche1 porsche9 portland postov1000 power123 powerman prashant precious presiden princess princeto pringles
priscill private1 prospero psychnau pumpkins puppydog pussy123 pussy4me pussyeat pussylicker pussylov q1234567
q1w2e3r4 q2w3e4r5 qaz12345 qaz123wsx qazwsxed qazwsxedc1 qazwsxedcrfv qazwsxedcrfvtgb qq123456 quant4307s qwaszx12
qweasdzx qweasdzxc qweasdzxc123 qwedsazxc qweqwe123 qwer1234 qwerasdfzxcv qwerty12 qwerty123 qwerty12345 qwerty77
qwerty78 qwerty99 qwertyui qwertyuiop qwertzui r2d2c3p0 r4e3w2q1 radiohea raiders1 raindrop rammstei rammstein
rangers1 rb26dett redalert redbaron redbeard reddevil redhead1 redheads redlight redneck1 redskins redstorm
redwing1 redwings reloaded remingto renegade repytwjdf rerehepf revival47 revoluti rfhfvtkmrf rfhfylfi rfhlbyfk
rfhnjirf rfnthbyf rfntymrf rfvfcenhf rhbcnbyf rhfcjnrf rhjrjlbk richard1 rickster rightnow riverrat rjhjktdf
rjirfrgbde rjyatnrf rjycnfynby roadking robinhood rocketman rolltide romanova ronaldinho ronaldo7 rooster1
roosters rt6ytere rush2112 sabrina1 sailboat salamandra saltydog samantha1 sammy123 sammydog samsung1 sandman1
sandrine sapphire sasha123 satellit sausages scheisse scoobydo scoobydoo scooter1 scorpion scrapper screamer
screwyou scruffy1 seahawks sebastia sebastie seinfeld seminole semperfi sentinel sephiroth seraphim serenity
sersolution sexybitch sexygirl shadow01 shadow11 sheepdog sherlock shinigami shredder sinister sixtynin skateboa
skateboard skinhead skipper1 skittles skywalke slapshot slimshad slippery slowhand smackdown smallville smartass
smashing smeghead smoke420 sneakers snickers snoopdogg snowball snowboar snowboard snowflake snowman1 sobriety
soccer10 soccer13 softtail software sokolova solitude songbird sonyfuck sonyvaio soso123aljg southpar southpaw
spaceman spanking sparkles spartacu spartan1 spartan117 spartans special1 spiderman1 splinter spongebo srinivas
starbuck starbucks starcraf starcraft stardust stargate starligh steelers steelhea stephani stephen1 steve123
stewart1 stickman stoppedby strange1 strannik stratfor stroller success1 suckmydick suikoden summer69 sunflowe
sunflower sunlight superbow superman1 supernov supernova svetlana swallows sweetass sweetnes sweetness sweetpea
swimming swingers swinging swordfish sylveste syncmaster syracuse tacobell tampabay tanechka tarantul tarheels
tazmania teamwork teddybea telecast televizor temppass temptress tenerife tequiero terminat testibil thanatos
thebeast thelast1 therock1 thesaint thething thetruth thorsten thuglife thumbnils thunder1 thunderb thunderbird
tiffany1 tiger123 tigercat tigger01 tigger12 timelord tinkerbe tinkerbell titanium titleist titlover tkbpfdtnf
tokiohotel tommyboy tomservo tooltime toonarmy topsecre toriamos tortoise toshiba1 tottenha trailers transexual
translator trfnthbyf triplets trojans1 trousers truffles trumpet1 tryagain uhbujhbq ultimate umbrella uncencored
undertow unicorn1 universi ursitesux username usmc0311 usuckballz1 utahjazz vagabond valdepen valentina valeriya
valhalla valleywa vampire1 vanessa1 vanguard vasilisa vauxhall vendetta vergeten vfhbyjxrf vfhnsirf vfhufhbnf
vfntvfnbrf vfpfafrf vfylfhby viewsonic violator violetta viper123 vipergts vivitron vjqgfhjkm vladislav vodafone
volkodav volleyba voyager1 vqsablpzla wanderer wang1234 wapapapa warcraft3 wareagle warrior1 warriors washingt
waterfal waterpolo webhompas websol76 wednesda wellhung werewolf westside wg8e3wjf whatever1 whiskers whistler
whiteout whitesox whocares whoknows whoopass wildbill wildcard wildcat1 windmill wingchun wingzero winston1
winter99 woaini123 woaini1314 woaini520 woaiwojia wolfpack wolverin wolverine wonderboy woodland wordpass
wp2003wp wrangler wrinkle1 x72jhhu3z yamahar1 yankees1 yeahbaby yesterda yfcntymrf yfnfitymrf yjdsqgfhjkm
yorktown yosemite yourmama ytrhjvfyn z1x2c3v4 zaq12345 zaq1xsw2cde3 zaqwsxcde zaqxswcde zeppelin zerocool
zhang1234 zildjian zolushka zxcasdqwe zxcasdqwe123 zxcv1234 zxcvasdf zxcvb12345 zxcvvcxz zz8807zpl
`
    .trim()
    .split(/\s+/),
);
