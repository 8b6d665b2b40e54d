"""Common words that open sentences, titles and headings here: a name spelled like one needs context."""

COMMON_WORDS = {
    "en": frozenset(
        """
        about academy accelerate access act action active adapt advance africa agency agenda agriculture aid
        aim aims air all alliance alternative always amber ambition annual answer app apply approach area
        arise art as ask aspire assembly asset assist association at aware bank base be beyond board bond
        bridge brief bring build bureau business but call can capital car care cash cause center centre
        chain challenge champion chance change charter child choice circle city civic class clean clear
        climate climb climbs club coast coffee collective comment commission committee commons community
        compass compete concept conference congress connect core cotton council country course create
        creative credit crisis cross cultivate culture cut data day deal decent demand design develop
        development dialogue digital direct diversity do door drive dual earth ease east economy edge
        education elect emerge employ employment empower energy engage engine enterprise entrepreneur equal
        equality ethic evidence evolve exchange expand expertise explore eye fair fairtrade faith family
        farm farmer fast federation field finance fish fit flow focus food for forest forum forward
        foundation free fresh fund future gain gap gender gift give global go goal gold good govern grant
        green group grow growth guide hand harvest have health help here hero high home hope horizon host
        house housing how hub human idea if impact improve include inclusion income index innovate
        innovation insight inspire institute insurance integrate international interview invest is island it
        job jobs join journey justice key knowledge labor labour land launch law lead leader league learn
        learning let level life lift light link live local love made main make map market matter may media
        meet member membership migrants mind minister ministry mobilize model more mother move movement
        multilateral multilaterals mutual nation nature need net network new news next no north nude ocean
        of office one open opportunity or order organic organise organize origin our out outreach over page
        paper partner partners partnership path pay peace people phase plan planet platform poise policy
        power practice present press pride prime principle process produce producer product profit programme
        progress project promise promote prospect prospects protect public purpose quality quest race radar
        raise rally reach read ready reap rebuild recover recovery refugees region register renew report
        resilience resist resource respect respond response restart result rice right rise river road role
        roots rural safe save savings school score sea season secure seed seeds sense sentinel service set
        shape share she shift ship sister site skill skills small smart so social society soil solar
        solidarity solution source south spark speak spring stand start state step stories story strategy
        stream street strength strengthen strike strive strong study success summit sun support sustain
        sustainable target task tax tea team tech theme think thrive time to together tool trade training
        transform transition travel tree trend trust turn union unit unite united unity up update urban us
        use value venture view village virtue vision visit voice wage want waste water wave way we weave web
        welcome west what who will win wise with woman women work worker workers world yes you young youth
        """.split()
    ),
    "fr": frozenset(
        """
        accord accueil acte action actions afrique agence agir aide alliance alternative ami an appel appui
        apres art artisan assemblee association assurance atelier au autonomie avance avenir avise avons
        banque bien bois bon bourse but cadre capital car cause ce cela celle centre ces champ chance change
        chantier charte choix chose cite citoyen classe climat collectif commerce commun communaute commune
        conseil construire cooperation cooperative cooperer coton creer crise culture dans de defi demain
        democratie des dialogue dire droit du duo eau echange ecole economie egalite elan elle emploi
        employer en encore energie enfance ensemble entraide entre entreprendre entreprise equitable espoir
        essai essor est et etat etre etude europe face faire famille femme femmes fin finance foi fonds
        force foret formation forum foyer france fruit gain genre groupe guide habitat ici idee il impact
        inclusion innovation insertion institut investir jeune jeunes jeunesse jour journal justice la
        laines lait le les leur lien ligue local logement loi lutte main mais maison marche media mer mieux
        mission monde montagne mouvement mutualite mutuelle nature ne nord nos notre nous oser ou parole
        partage partager pas pays peche penser peuple place planete pont portail pour pouvoir principe
        produire progres progresser projet promesse propose quartier que qui racines recherche regard region
        relais relance rencontre renouveau reseau ressource reussir reve reves risque rural sa sait sans
        sante savoir sel semences semer service ses si sida social societe soin soins soleil solidaire
        solidaires solidarite son source sud sur syndicat ta terre tisser toit ton tous travail travailler
        tu un une union unir unite va valeur vers vert vie ville vivre vous
        """.split()
    ),
    "es": frozenset(
        """
        accion acuerdo agencia agua alianza alimentos alternativa amigo andar ante apoyo aprender arte
        asamblea asociacion ayuda banco barrio base bien bosque cacao cada cafe calidad cambio camino campo
        capital casa causa centro ciudad clima colectivo comercio como compartir comun comunidad con
        confianza consejo construir consumo cooperacion cooperar cooperativa crear crecer credito crisis
        cual cuando cuidado cuidados cultivar cultura cumbre da dar de del democracia derecho desarrollo
        desde dia dialogo economia educacion el ella empleo empresa en encuentro energia entre equidad era
        es escuela ese esperanza esta estado este estudio familia federacion feria fin fondo formacion foro
        fuerza fundacion fundar futuro generar gente gobierno grupo guia habitat hacer hogar hombre igualdad
        impacto impulso incluir inclusion informe iniciativa innovacion instituto integrar invertir juntos
        justicia juventud la las lazos ley libre liga local los lucha luz manos mar mas mercado mi migrantes
        minga mision movimiento mujer mujeres mundo nacion nexo no norte nosotros nuestra nuestro nuevo obra
        oficina pacto pais palabra para paz pero pesca plan poder por potenciar principio producir programa
        progresar progreso proyecto pueblo puente que raices recursos red redes region renacer respuesta
        reto saber salud se seguro sembrar semilla semillas ser servicio si sida sin sindicato sol solidaria
        solidaridad solidario son su suma sumar sur techo tejer tejido tema tierra todos trabajar trabajo
        transformar tu un una unidad unidos union unir valor ven vida vivienda vivir voz ya
        """.split()
    ),
}
"""Folded words by language; those of more than one language stand in each."""
